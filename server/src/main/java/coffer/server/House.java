package coffer.server;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.files.Files;
import coffer.files.Spot;
import coffer.files.View;
import coffer.server.archive.Archives;
import coffer.server.http.HttpServer;
import coffer.server.http.HttpSettings;
import coffer.server.http.OwnRequest;
import coffer.server.http.PublicAddress;
import coffer.server.http.Router;
import coffer.server.http.SignIn;
import coffer.server.login.LoginPages;
import coffer.server.ocs.FrontPages;
import coffer.server.ocs.OcsApi;
import coffer.server.ocs.SecurityTxt;
import coffer.server.ocs.SessionConfirmation;
import coffer.server.operator.OperatorSocket;
import coffer.server.webdav.DavSettings;
import coffer.server.webdav.Features;
import coffer.server.webdav.Identity;
import coffer.server.webdav.WebDav;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The running server around a core: routes, listener, operator socket. */
final class House implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;

    private final HttpServer http;
    private final OperatorSocket socket;

    private House(HttpServer http, OperatorSocket socket) {
        this.http = http;
        this.socket = socket;
    }

    /** Starts everything; requests are answered when this returns. */
    static House open(Core core, Settings settings) throws IOException {
        HttpServer http = http(core, settings);
        http.start();
        try {
            OperatorSocket socket = OperatorSocket.open(
                    DataDirectory.socket(settings.data()),
                    (args, operator, out, err) -> RemoteRoot.run(core, args, operator, out, err));
            http.ready();
            House house = new House(http, socket);
            settings.url().ifPresent(house::lookForItself);
            return house;
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    private static HttpServer http(Core core, Settings settings) {
        HttpSettings http = HttpSettings.at(
                        settings.listen().getAddress().getHostAddress(),
                        settings.listen().getPort())
                .withPublicAddress(settings.url())
                .withTrustedProxies(settings.trustedProxies())
                .withTls(settings.tls());
        try {
            return new HttpServer(
                    http,
                    routes(core, settings),
                    SignIn.of(core.accounts().authenticator(), core.logins().sessions()));
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused(String.valueOf(e.getMessage()));
        }
    }

    /** All routes of all protocols. */
    private static Router routes(Core core, Settings settings) {
        Files files = core.files();
        WebDav webdav = new WebDav(
                new Features(
                        files,
                        core.homes(),
                        core.locks(),
                        core.fileLocks(),
                        core.uploads(),
                        core.trash(),
                        core.versions(),
                        core.objects(),
                        new Archives(files, core.homes(), settings.data()),
                        core.shareMarks(),
                        id -> core.accounts().accounts().byId(id)),
                new Identity(
                        core.installation().instanceId(), core.installation().dataFingerprint()),
                new DavSettings(
                        settings.depthInfinity(),
                        settings.url().map(PublicAddress::path).orElse("")),
                core.clock());
        LoginPages login = new LoginPages(
                core.accounts(),
                core.passwordResets(),
                core.logins(),
                core.sessionPolicy(),
                settings.url(),
                core.random(),
                core.clock());
        OcsApi ocs = new OcsApi(
                core.accounts().accounts(),
                core.accounts().groups(),
                core.accounts().appPasswords(),
                core.avatars(),
                (actor, account) -> files.quota(files.spaces().home(actor, account)),
                core.homes(),
                files.spaces(),
                core.fileLocks(),
                core.shares(),
                core.sharees(),
                WebDav::mediaType,
                (actor, account, file, before, max) ->
                        core.history().of(showing(core, actor, account, file), file, before, max),
                core.accounts().passwordPolicies(),
                new SessionConfirmation(core.logins().sessions(), core.sessionPolicy(), core.clock()),
                new FrontPages(
                        login.home(),
                        login.errors(),
                        new SecurityTxt(
                                settings.securityContacts(), settings.securityPolicy(), settings.url(), core.clock())),
                core.random(),
                core.clock());
        Router.Builder routes = Router.builder().routes(webdav.routes());
        ocs.addTo(routes);
        login.addTo(routes);
        return routes.build();
    }

    /** What shows somebody a file: their home, or something received. */
    private static View showing(Core core, Actor actor, Account account, FileId file) {
        View home = core.files().spaces().home(actor, account);
        return core.homes().find(home, file).map(Spot::view).orElse(home);
    }

    /** Finds out in the background whether the public address leads here. */
    private void lookForItself(PublicAddress url) {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        OwnRequest own = new OwnRequest(token);
        http.expect(own);
        new SelfCheck(url, address(), own).start(token);
    }

    /** Where the server listens, as an operator would type it. */
    String address() {
        InetSocketAddress bound = http.address();
        InetAddress address = bound.getAddress();
        String host = address.getHostAddress();
        return (http.secure() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + bound.getPort();
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            http.close();
        }
    }
}
