package coffer.blobs;

/** Which stores the tests of this JVM have. */
final class TestStoreKind {
    static final TestStore.Kind CHOSEN = choose(System.getProperty(TestStore.PROPERTY, ""));

    private TestStoreKind() {}

    private static TestStore.Kind choose(String name) {
        if (name.isEmpty()) {
            return TestDirectory::new;
        }
        try {
            return Class.forName(name)
                    .asSubclass(TestStore.Kind.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(TestStore.PROPERTY + " names " + name + ", which cannot be made", e);
        }
    }
}
