package coffer.server.ocs;

import coffer.server.http.PublicAddress;
import coffer.server.http.Request;
import java.util.List;

/** What anybody may know of the server by OCS. */
final class ServerInformation {
    /** The version of the dialect. */
    private static final String OCS_VERSION = "1.7";

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.open("GET", "cloud/capabilities", call -> capabilities(call.request())),
                OcsRoute.open("GET", "config", call -> config(call.request())));
    }

    private static OcsAnswer capabilities(Request request) {
        String userAgent = request.headers("User-Agent").stream().findFirst().orElse("");
        return Capabilities.answer(request.signedIn().isPresent(), userAgent);
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
