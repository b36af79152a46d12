package coffer.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The picture is XML that a browser takes, and shows all samples between its axes. */
class PlotTest {

    private static Document plot(List<Sample> samples) throws Exception {
        var svg = Plot.of(samples, Slope.of(samples, Sample::rss), "A title with <signs> & more");
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < 50; i++) {
            samples.add(new Sample(10 * i, 250 + 40 * Math.sin(i), 200));
        }
        return samples;
    }

    private static double[][] points(Document svg, int curve) {
        var line = (Element) svg.getElementsByTagName("polyline").item(curve);
        return Arrays.stream(line.getAttribute("points").split(" ", -1))
                .map(point -> Arrays.stream(point.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void everySampleIsAPointBetweenTheAxes() throws Exception {
        var svg = plot(samples());

        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(Arrays.asList(points(svg, 0))).hasSize(50).allSatisfy(point -> {
            assertThat(point[0]).isBetween((double) Plot.LEFT, (double) Plot.WIDTH - Plot.RIGHT);
            assertThat(point[1]).isBetween((double) Plot.TOP, (double) Plot.HEIGHT - Plot.BOTTOM);
        });
    }

    @Test
    void moreMemoryIsHigherAndLaterIsFurtherRight() throws Exception {
        var svg = plot(samples());
        var rss = points(svg, 0);
        var pss = points(svg, 1);

        assertThat(rss[2][1]).as("RSS lies above PSS").isLessThan(pss[2][1]);
        assertThat(rss[0][0]).isEqualTo(Plot.LEFT);
        assertThat(rss[49][0]).isEqualTo(Plot.WIDTH - Plot.RIGHT);
    }

    @Test
    void itNamesUnitsAndHasColoursForTheDark() throws Exception {
        var text = plot(samples()).getDocumentElement().getTextContent();

        assertThat(text).contains("MB").contains("minutes").contains("prefers-color-scheme: dark");
        assertThat(text).contains("A title with <signs> & more");
    }

    @Test
    void stepsAreRoundAndFew() {
        assertThat(Plot.step(30)).isEqualTo(5);
        assertThat(Plot.step(330)).isEqualTo(50);
        assertThat(Plot.step(7)).isEqualTo(1);
    }
}
