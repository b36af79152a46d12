package coffer.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3AddressTest {
    @Test
    void anAddressNamesBucketPrefixServerAndRegion() {
        S3Address address =
                parse("s3://files/house/one?endpoint=https://s3.example:9000&region=eu-central-1&path-style=true");
        assertThat(address)
                .isEqualTo(new S3Address(
                        "files", "house/one", URI.create("https://s3.example:9000"), "eu-central-1", true));
        assertThat(address).hasToString("s3://files/house/one at https://s3.example:9000");
    }

    @Test
    void withoutEndpointItIsAmazons() {
        S3Address address = parse("S3://files?region=eu-central-1");
        assertThat(address).isEqualTo(new S3Address("files", "", null, "eu-central-1", false));
        assertThat(address).hasToString("s3://files at Amazon S3 in eu-central-1");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "/, ''", "/a, a", "/a/, a", "/a/b.c-d_e/F, a/b.c-d_e/F"})
    void thePrefixHasNoSlashAtEitherEnd(String path, String prefix) {
        assertThat(parse("s3://files" + path + "?region=r").prefix()).isEqualTo(prefix);
    }

    @Test
    void ownServersHaveTheBucketInThePathUnlessToldOtherwise() {
        assertThat(parse("s3://files?region=r&endpoint=http://[::1]:9000/").pathStyle())
                .isTrue();
        assertThat(parse("s3://files?region=r&endpoint=http://h&path-style=false")
                        .pathStyle())
                .isFalse();
        assertThat(parse("s3://files?region=r&path-style=true").pathStyle()).isTrue();
        assertThat(parse("s3://files?region=r&endpoint=https%3A%2F%2Fh%3A1").endpoint())
                .isEqualTo(URI.create("https://h:1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://files?region=r | begins with s3://",
                "files?region=r | begins with s3://",
                "s3:files?region=r | names no bucket",
                "s3:///prefix?region=r | names no bucket",
                "s3://files | names no region",
                "s3://files? | names no region",
                "s3://files?region= | region has no value",
                "s3://files?region | region has no value",
                "s3://files?region=EU | not the name of a region",
                "s3://files?region=a&region=b | region stands twice",
                "s3://files?region=r&regoin=x | unknown in the address: regoin; known are endpoint, region, path-style",
                "s3://files?region=r& | unknown in the address: ;",
                "s3://files?region=r#x | no part behind #",
                "s3://key:secret@files?region=r | the bucket alone",
                "s3://files:9000?region=r | the bucket alone",
                "s3://Files?region=r | not the name of a bucket: Files",
                "s3://my_files?region=r | not the name of a bucket: my_files",
                "s3://-files?region=r | not the name of a bucket",
                "s3://files/a//b?region=r | not a prefix",
                "s3://files//a?region=r | not a prefix",
                "s3://files/a/../b?region=r | not a prefix",
                "s3://files/a%20b?region=r | not a prefix",
                "s3://files?region=r&path-style=yes | path-style is true or false, not yes",
                "s3://files?region=r&endpoint=s3.example | begin with https:// or http://",
                "s3://files?region=r&endpoint=ftp://s3.example | begin with https:// or http://",
                "s3://files?region=r&endpoint=https://u:p@s3.example | without user and password",
                "s3://files?region=r&endpoint=https:/x | must name a host",
                "s3://files?region=r&endpoint=https://s3.example:0 | port",
                "s3://files?region=r&endpoint=https://s3.example:65536 | port",
                "s3://files?region=r&endpoint=https://s3.example/minio | has no path"
            })
    void whatIsNoAddressIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b-c", "0000"})
    void namesOfBucketsFollowAmazonsRules(String bucket) {
        assertThat(parse("s3://" + bucket + "?region=r").bucket()).isEqualTo(bucket);
    }

    @Test
    void bucketAndPrefixHaveBounds() {
        assertThatCode(() -> parse("s3://" + "b".repeat(63) + "?region=r")).doesNotThrowAnyException();
        assertThatThrownBy(() -> parse("s3://" + "b".repeat(64) + "?region=r"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("s3://bb?region=r")).isInstanceOf(IllegalArgumentException.class);

        String longest = "p".repeat(S3Address.PREFIX_LENGTH_MAX);
        assertThat(parse("s3://files/" + longest + "?region=r").prefix()).isEqualTo(longest);
        assertThatThrownBy(() -> parse("s3://files/" + longest + "p?region=r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than");
    }

    private static S3Address parse(String text) {
        return S3Address.parse(URI.create(text));
    }
}
