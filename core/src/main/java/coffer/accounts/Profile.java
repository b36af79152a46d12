package coffer.accounts;

import java.util.Map;

/**
 * What an account says about its owner.
 *
 * @param values only fields that are not empty
 */
public record Profile(Map<ProfileField, String> values) {
    public Profile {
        values = Map.copyOf(values);
    }

    /** Empty when the owner said nothing. */
    public String value(ProfileField field) {
        return values.getOrDefault(field, "");
    }
}
