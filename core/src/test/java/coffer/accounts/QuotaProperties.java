package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class QuotaProperties {
    @Property(tries = 500)
    void everyQuotaIsReadBackFromItsText(@ForAll @LongRange(min = 0) long bytes) {
        Quota quota = new Quota.Bytes(bytes);
        assertThat(Quota.parse(quota.text())).contains(quota);
    }

    @Property(tries = 200)
    void anyTextIsReadOrRefusedAndWhatIsReadIsNotNegative(@ForAll String text) {
        Quota.parse(text).ifPresent(quota -> assertThat(quota.text()).isNotEmpty());
    }

    @Example
    void theWordsOfTheProvisioningApi() {
        assertThat(Quota.parse("none")).contains(new Quota.Unlimited());
        assertThat(Quota.parse("-1")).contains(new Quota.Unlimited());
        assertThat(Quota.parse("-3")).contains(new Quota.Unlimited());
        assertThat(Quota.parse(" Default ")).contains(new Quota.Default());
        assertThat(new Quota.Unlimited().text()).isEqualTo("none");
        assertThat(new Quota.Default().text()).isEqualTo("default");
    }

    @Example
    void sizesCountInPowersOf1024() {
        assertThat(Quota.parse("5 GB")).contains(new Quota.Bytes(5L << 30));
        assertThat(Quota.parse("5gib")).contains(new Quota.Bytes(5L << 30));
        assertThat(Quota.parse("1.5 TB")).contains(new Quota.Bytes(3L << 39));
        assertThat(Quota.parse("0.3 KB")).contains(new Quota.Bytes(307));
        assertThat(Quota.parse("512m")).contains(new Quota.Bytes(512L << 20));
        assertThat(Quota.parse("100 B")).contains(new Quota.Bytes(100));
        assertThat(Quota.parse("1048576")).contains(new Quota.Bytes(1 << 20));
        assertThat(Quota.parse("0")).contains(new Quota.Bytes(0));
        assertThat(new Quota.Bytes(5L << 30).text()).isEqualTo("5 GB");
        assertThat(new Quota.Bytes((5L << 30) + 1).text()).isEqualTo("5368709121 B");
        assertThat(new Quota.Bytes(0).text()).isEqualTo("0 B");
    }

    @Example
    void whatIsNoSizeIsRefused() {
        for (String text : new String[] {
            "", " ", "GB", "5 XB", "5,5 GB", "-5 GB", "5 GB GB", "1e9", "5 i", "5 ib", ".5 GB", "5.", "NaN", "1 G B"
        }) {
            assertThat(Quota.parse(text)).as(text).isEmpty();
        }
    }

    @Example
    void theLargestQuotaIsTwoTo63MinusOneBytes() {
        assertThat(Quota.parse("9223372036854775807")).contains(new Quota.Bytes(Long.MAX_VALUE));
        assertThat(Quota.parse("9223372036854775808")).isEmpty();
        assertThat(Quota.parse("7 EB")).isPresent();
        assertThat(Quota.parse("8 EB")).isEmpty();
        assertThat(Quota.parse("9".repeat(10_000))).isEmpty();
    }
}
