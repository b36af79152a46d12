package coffer.adapter.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import coffer.adapter.pkcs11.TokenRefusal.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The four calls of a PKCS #11 module that the JDK's provider has no API for: it does not tell the labels of tokens, and it initialises a
 * module once for the life of the process, although some modules find a token again only when they are initialised anew.
 *
 * <p>Structures are those of 64-bit Unix (PKCS #11 v2.40 § 2.1): CK_ULONG and pointers have 8 bytes. Not thread-safe.
 */
@SuppressWarnings("restricted") // The process is started with native access; a module is native code by nature.
final class Cryptoki {
    static final int SLOTS_MAX = 1024;

    private static final long CKR_OK = 0;
    private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

    // CK_FUNCTION_LIST: a version of two bytes, filled up to a pointer, then the functions in this order.
    private static final int C_INITIALIZE = 0;
    private static final int C_FINALIZE = 1;
    private static final int C_GET_SLOT_LIST = 4;
    private static final int C_GET_TOKEN_INFO = 6;
    private static final long FUNCTION_LIST_BYTES = 8 * 8;

    // CK_C_INITIALIZE_ARGS: four callbacks that we do not offer, flags, and a reserved pointer.
    private static final long INITIALIZE_ARGS_BYTES = 48;
    private static final long INITIALIZE_FLAGS_AT = 32;
    private static final long CKF_OS_LOCKING_OK = 2;

    // CK_TOKEN_INFO.
    private static final long TOKEN_INFO_BYTES = 208;
    private static final int LABEL_BYTES = 32;
    private static final long SERIAL_AT = 80;
    private static final int SERIAL_BYTES = 16;
    private static final long FLAGS_AT = 96;

    private final MethodHandle initialize;
    private final MethodHandle finish;
    private final MethodHandle slotList;
    private final MethodHandle tokenInfo;

    private Cryptoki(MemorySegment functions) {
        this.initialize = function(functions, C_INITIALIZE, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        this.finish = function(functions, C_FINALIZE, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        this.slotList =
                function(functions, C_GET_SLOT_LIST, FunctionDescriptor.of(JAVA_LONG, JAVA_BYTE, ADDRESS, ADDRESS));
        this.tokenInfo = function(functions, C_GET_TOKEN_INFO, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS));
    }

    /** One call; what it throws is no answer of the module. */
    private interface Call {
        long run() throws Throwable;
    }

    /**
     * Loads a module for as long as the process lives.
     *
     * @throws TokenRefusal when it is none, or needs libraries that are missing
     */
    static Cryptoki load(Path library) throws TokenRefusal {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry =
                    SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("C_GetFunctionList");
            MethodHandle functionList =
                    Linker.nativeLinker().downcallHandle(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
            MemorySegment out = arena.allocate(ADDRESS);
            check("C_GetFunctionList", () -> (long) functionList.invokeExact(out));
            return new Cryptoki(out.get(ADDRESS, 0).reinterpret(FUNCTION_LIST_BYTES));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new TokenRefusal(
                    Kind.UNFIT,
                    "its library is no PKCS #11 module for this machine, or one that it needs is missing",
                    e);
        }
    }

    private static MethodHandle function(MemorySegment functions, int index, FunctionDescriptor type) {
        MemorySegment address = functions.get(ADDRESS, ADDRESS.byteSize() * (1 + index));
        return Linker.nativeLinker().downcallHandle(address, type);
    }

    /** Makes the module ready, for several threads; one that is ready stays as it is. */
    void initialize() throws TokenRefusal {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(INITIALIZE_ARGS_BYTES, Long.BYTES);
            arguments.set(JAVA_LONG, INITIALIZE_FLAGS_AT, CKF_OS_LOCKING_OK);
            check("C_Initialize", () -> {
                long answer = (long) initialize.invokeExact(arguments);
                return answer == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : answer;
            });
        }
    }

    /** Ends all sessions of the process with the module's tokens. What a module cannot end shows when it is initialised anew. */
    void finish() {
        call(() -> (long) finish.invokeExact(MemorySegment.NULL));
    }

    /** The tokens that are there now. */
    List<TokenInfo> tokens() throws TokenRefusal {
        byte withToken = 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_LONG);
            check("C_GetSlotList", () -> (long) slotList.invokeExact(withToken, MemorySegment.NULL, count));
            long room = Math.clamp(count.get(JAVA_LONG, 0), 1, SLOTS_MAX);
            MemorySegment slots = arena.allocate(JAVA_LONG, room);
            count.set(JAVA_LONG, 0, room);
            check("C_GetSlotList", () -> (long) slotList.invokeExact(withToken, slots, count));
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, Long.BYTES);
            List<TokenInfo> tokens = new ArrayList<>();
            for (long i = 0; i < Math.min(room, count.get(JAVA_LONG, 0)); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                // One that is broken or was just removed does not hide the others.
                if (call(() -> (long) tokenInfo.invokeExact(slot, info)) == CKR_OK) {
                    tokens.add(token(slot, info));
                }
            }
            return tokens;
        }
    }

    private static TokenInfo token(long slot, MemorySegment info) {
        return new TokenInfo(
                slot, text(info, 0, LABEL_BYTES), text(info, SERIAL_AT, SERIAL_BYTES), info.get(JAVA_LONG, FLAGS_AT));
    }

    /** Fixed width, filled up with blanks; some modules end it with a zero byte. */
    private static String text(MemorySegment info, long at, int length) {
        byte[] bytes = info.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int zero = text.indexOf('\0');
        return (zero < 0 ? text : text.substring(0, zero)).stripTrailing();
    }

    private static void check(String name, Call call) throws TokenRefusal {
        long answer = call(call);
        if (answer != CKR_OK) {
            throw new TokenRefusal(
                    Kind.GONE,
                    "its module answers " + name + " with 0x" + HexFormat.of().toHexDigits(answer, 8)
                            + "; settings of the module may be missing, or the account of the server may not read them");
        }
    }

    private static long call(Call call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a native call threw", e);
        }
    }
}
