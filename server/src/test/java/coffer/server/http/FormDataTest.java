package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms and queries. */
class FormDataTest {
    @Test
    void namesAndValuesAreDecodedOnceAndKeepTheirOrder() {
        var parameters = FormData.parse("b=1+2&a=%26%3D%2B&b=%252F&c&%C3%A4=%E2%82%AC&&=x");

        assertThat(parameters.keySet()).containsExactly("b", "a", "c", "\u00e4", "");
        assertThat(parameters.get("b")).isEqualTo(List.of("1 2", "%2F"));
        assertThat(parameters.get("a")).isEqualTo(List.of("&=+"));
        assertThat(parameters.get("c")).isEqualTo(List.of(""));
        assertThat(parameters.get("\u00e4")).isEqualTo(List.of("\u20ac"));
    }

    @Test
    void anEqualsSignInAValueBelongsToIt() {
        assertThat(FormData.parse("a=b=c").get("a")).isEqualTo(List.of("b=c"));
    }

    @Test
    void nothingHasNoParameters() {
        assertThat(FormData.parse("")).isEmpty();
        assertThat(FormData.parse("&&&")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "%=1", "a=%ff", "a=%c0%af", "a=%ed%a0%80", "a=%e2%82"})
    void whatCannotBeDecodedIsRefused(String text) {
        assertThatThrownBy(() -> FormData.parse(text))
                .isInstanceOfSatisfying(RequestRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(400));
    }
}
