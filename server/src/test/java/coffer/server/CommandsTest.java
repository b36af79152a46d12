package coffer.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
    @Test
    void aLineThatBeginsWithServeMeansNoOtherCommand() {
        assertThat(Commands.of(new String[] {"serve", "--data", "d"}))
                .hasSize(1)
                .hasOnlyElementsOfType(ServeCommand.class);
        assertThat(Commands.of(new String[] {"--data", "d", "serve"}))
                .hasSameSizeAs(Commands.all())
                .hasSizeGreaterThan(1);
        assertThat(Commands.of(new String[0])).hasSameSizeAs(Commands.all());
    }
}
