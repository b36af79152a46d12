package coffer.server.ocs;

import coffer.server.http.PublicAddress;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.util.List;
import java.util.Optional;

/** What anybody may know of the server by OCS. */
final class ServerInformation {
    /** The version of the dialect. */
    private static final String OCS_VERSION = "1.7";

    private final PasswordPolicyCalls passwords;

    ServerInformation(PasswordPolicyCalls passwords) {
        this.passwords = passwords;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.open("GET", "cloud/capabilities", call -> capabilities(call.request())),
                OcsRoute.open("GET", "config", call -> config(call.request())));
    }

    private OcsAnswer capabilities(Request request) {
        String userAgent = request.headers("User-Agent").stream().findFirst().orElse("");
        return Capabilities.answer(
                request.signedIn().isPresent(),
                userAgent,
                capability -> passwords.announce(capability, address(request)));
    }

    /** Empty where none may be told; capabilities are told all the same. */
    private static Optional<PublicAddress> address(Request request) {
        try {
            return Optional.of(request.publicAddress());
        } catch (RequestRefused _) {
            return Optional.empty();
        }
    }

    private static OcsAnswer config(Request request) {
        PublicAddress address = request.publicAddress();
        return OcsAnswer.ok(OcsAnswer.map()
                .put("version", OCS_VERSION)
                .put("website", Advertised.PRODUCT)
                .put("host", address.authority())
                .put("contact", "")
                .put("ssl", Boolean.toString(address.secure())));
    }
}
