package coffer.server.archive;

import coffer.files.Entry;

/**
 * A file or a folder with all that is below it, as a view has shown it.
 *
 * @param name what it is called at the top of an archive: no slash in it, and another one than those beside it
 */
public record Member(Entry entry, String name) {}
