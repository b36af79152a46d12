package coffer.server;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the archive's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Coffer " + (version == null ? "(not packaged)" : version)};
    }
}
