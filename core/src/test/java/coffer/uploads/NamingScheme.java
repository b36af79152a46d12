package coffer.uploads;

import java.util.List;
import java.util.function.IntFunction;

/**
 * How a client calls its transfers and chunks.
 *
 * @param client with the version it was seen in
 * @param chunk from the number of a chunk, counted from 0
 */
record NamingScheme(String client, String transfer, IntFunction<String> chunk) {
    private static final int RCLONE_CHUNK_BYTES = 10 * 1024 * 1024;

    static List<NamingScheme> all() {
        return List.of(
                new NamingScheme("desktop 3.7", "3042917261", number -> "%016d".formatted(number)),
                new NamingScheme("desktop 3.16", "1830234219", number -> "%05d".formatted(number + 1)),
                new NamingScheme("Android", "0cc175b9c0f1b6a831c399e269772661", number -> "%06d".formatted(number + 1)),
                new NamingScheme("iOS", "7E4B2C0A-93D1-4C77-8A0F-2B6E1F5D9C31", number -> Integer.toString(number + 1)),
                new NamingScheme(
                        "rclone 1.60", "rclone-chunked-upload-92eb5ffee6ae2fec3ad71c777531578f", number -> "%015d-%015d"
                                .formatted((long) number * RCLONE_CHUNK_BYTES, (number + 1L) * RCLONE_CHUNK_BYTES - 1)),
                new NamingScheme("web", "web-file-upload-4a8a08f09d37b737", number -> Integer.toString(number + 1)));
    }

    String name(int number) {
        return chunk.apply(number);
    }

    @Override
    public String toString() {
        return client;
    }
}
