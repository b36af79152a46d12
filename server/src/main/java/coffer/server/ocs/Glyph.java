package coffer.server.ocs;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A letter or digit as strokes of a round pen, in a box 4 wide and 6 high. Machines without any font can draw these.
 *
 * @param strokes pieces of straight line, each from (x1, y1) to (x2, y2)
 */
record Glyph(List<Piece> strokes) {
    static final double WIDTH = 4;
    static final double HEIGHT = 6;

    private static final int DEGREES_PER_PIECE = 12;

    /**
     * Strokes are separated by semicolons. A stroke is a row of points {@code x,y}, or an arc {@code @x,y,rx,ry,from,to}
     * around a centre, in degrees clockwise from the right.
     */
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('A', "0,6 2,0 4,6;0.7,4 3.3,4"),
            Map.entry('B', "2.4,0 0,0 0,6 2.4,6;0,3 2.4,3;@2.4,1.5,1.4,1.5,-90,90;@2.4,4.5,1.6,1.5,-90,90"),
            Map.entry('C', "@2.2,3,2.2,3,50,310"),
            Map.entry('D', "1.5,0 0,0 0,6 1.5,6;@1.5,3,2.5,3,-90,90"),
            Map.entry('E', "4,0 0.3,0 0.3,6 4,6;0.3,3 3.2,3"),
            Map.entry('F', "4,0 0.3,0 0.3,6;0.3,3 3.2,3"),
            Map.entry('G', "@2.2,3,2.2,3,18,310;2.5,3.3 4.3,3.3 4.3,3.9"),
            Map.entry('H', "0,0 0,6;4,0 4,6;0,3 4,3"),
            Map.entry('I', "2,0 2,6"),
            Map.entry('J', "3.2,0 3.2,4.3;@1.7,4.3,1.5,1.7,0,170"),
            Map.entry('K', "0.2,0 0.2,6;4,0 0.2,3.6;1.5,2.4 4,6"),
            Map.entry('L', "0.4,0 0.4,6 4,6"),
            Map.entry('M', "-0.2,6 -0.2,0 2,3.8 4.2,0 4.2,6"),
            Map.entry('N', "0,6 0,0 4,6 4,0"),
            Map.entry('O', "@2,3,2.3,3,0,360"),
            Map.entry('P', "2.4,3.4 0,3.4 0,0 2.4,0;0,3.4 0,6;@2.4,1.7,1.6,1.7,-90,90"),
            Map.entry('Q', "@2,3,2.3,3,0,360;2.6,4.4 4.2,6.3"),
            Map.entry('R', "2.4,3.4 0,3.4 0,0 2.4,0;0,3.4 0,6;@2.4,1.7,1.6,1.7,-90,90;2,3.4 4,6"),
            Map.entry('S', "@2,1.55,1.9,1.55,-30,-270;@2,4.55,2,1.45,-90,150"),
            Map.entry('T', "0,0 4,0;2,0 2,6"),
            Map.entry('U', "0,0 0,4;@2,4,2,2,180,0;4,4 4,0"),
            Map.entry('V', "0,0 2,6 4,0"),
            Map.entry('W', "-0.5,0 0.8,6 2,1.8 3.2,6 4.5,0"),
            Map.entry('X', "0,0 4,6;4,0 0,6"),
            Map.entry('Y', "0,0 2,3.1 4,0;2,3.1 2,6"),
            Map.entry('Z', "0,0 4,0 0,6 4,6"),
            Map.entry('0', "@2,3,1.9,3,0,360"),
            Map.entry('1', "0.9,1.1 2.3,0 2.3,6"),
            Map.entry('2', "@2,1.8,1.8,1.8,-170,35;3.45,2.85 0.2,6 4,6"),
            Map.entry('3', "@1.9,1.5,1.7,1.5,-150,90;@1.9,4.5,2,1.5,-90,150"),
            Map.entry('4', "3,6 3,0 0,4.2 4.2,4.2"),
            Map.entry('5', "3.7,0 0.6,0 0.4,2.9;@1.9,4.1,2,1.9,-140,140"),
            Map.entry('6', "@2,4.1,1.9,1.9,0,360;3.1,0 0.35,3.2"),
            Map.entry('7', "0,0 4,0 1.2,6"),
            Map.entry('8', "@2,1.5,1.6,1.5,0,360;@2,4.5,1.9,1.5,0,360"),
            Map.entry('9', "@2,1.9,1.9,1.9,0,360;3.65,2.8 0.9,6"));

    /** Head and shoulders, for names that begin with no letter of the table. */
    private static final String PERSON = "@2,1.5,1.3,1.4,0,360;@2,6.1,2.4,2.5,180,360";

    Glyph {
        strokes = List.copyOf(strokes);
    }

    /** A straight piece of a stroke. */
    record Piece(double x1, double y1, double x2, double y2) {
        /** The square of the distance of a point. */
        double distanceSquared(double x, double y) {
            double dx = x2 - x1;
            double dy = y2 - y1;
            double length = dx * dx + dy * dy;
            double along = length == 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
            double clamped = Math.clamp(along, 0, 1);
            double ex = x - x1 - clamped * dx;
            double ey = y - y1 - clamped * dy;
            return ex * ex + ey * ey;
        }
    }

    /** The first letter of a name, without its accents; a person for scripts that the table does not have. */
    static Glyph ofName(String name) {
        String plain = Normalizer.normalize(name.strip(), Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
        String drawing = plain.isEmpty() ? PERSON : LETTERS.getOrDefault(plain.charAt(0), PERSON);
        List<Piece> pieces = new ArrayList<>();
        for (String stroke : drawing.split(";", -1)) {
            pieces.addAll(stroke.startsWith("@") ? arc(numbers(stroke.substring(1))) : line(stroke));
        }
        return new Glyph(pieces);
    }

    private static List<Piece> line(String points) {
        List<Piece> pieces = new ArrayList<>();
        String[] parts = points.split(" ", -1);
        for (int i = 1; i < parts.length; i++) {
            double[] from = numbers(parts[i - 1]);
            double[] to = numbers(parts[i]);
            pieces.add(new Piece(from[0], from[1], to[0], to[1]));
        }
        return pieces;
    }

    private static List<Piece> arc(double[] arc) {
        List<Piece> pieces = new ArrayList<>();
        int count = (int) Math.ceil(Math.abs(arc[5] - arc[4]) / DEGREES_PER_PIECE);
        for (int i = 0; i < count; i++) {
            double from = Math.toRadians(arc[4] + (arc[5] - arc[4]) * i / count);
            double to = Math.toRadians(arc[4] + (arc[5] - arc[4]) * (i + 1) / count);
            pieces.add(new Piece(
                    arc[0] + arc[2] * Math.cos(from),
                    arc[1] + arc[3] * Math.sin(from),
                    arc[0] + arc[2] * Math.cos(to),
                    arc[1] + arc[3] * Math.sin(to)));
        }
        return pieces;
    }

    private static double[] numbers(String text) {
        String[] parts = text.split(",", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Double.parseDouble(parts[i]);
        }
        return numbers;
    }
}
