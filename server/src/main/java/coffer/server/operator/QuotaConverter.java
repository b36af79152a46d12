package coffer.server.operator;

import coffer.accounts.Quota;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a quota as people write it. */
final class QuotaConverter implements ITypeConverter<Quota> {
    @Override
    public Quota convert(String text) {
        return Quota.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is no quota; write a size such as \"5 GB\", none or default"));
    }
}
