package coffer.systemtests.replay;

/**
 * Where two values are compared.
 *
 * @param path decoded path of the resource that they belong to
 * @param collection whether that is a folder
 * @param learnt values of ours that stand for recorded ones
 * @param contents what the files hold
 */
record Place(String path, boolean collection, Learnt learnt, Contents contents) {}
