package coffer.server;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the archive's manifest. */
final class Version implements IVersionProvider {
    /** Without blanks. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not-packaged)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Coffer " + text()};
    }
}
