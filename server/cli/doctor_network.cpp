// The site's name, its own listeners, and how others see it.
#include <algorithm>
#include <cstring>
#include <future>
#include <optional>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/doctor_report.hpp"
#include "client/beast_client.hpp"
#include "core/json.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::cli::checkup {
namespace {

constexpr auto patience = std::chrono::seconds(10);
constexpr std::string_view activity_type = "application/activity+json";

std::string text_of(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = {};
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
    else if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
    return text;
}

std::vector<std::string> own_addresses() {
    std::vector<std::string> found;
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return found;
    for (const auto* entry = list; entry; entry = entry->ifa_next)
        if (entry->ifa_addr) found.push_back(text_of(entry->ifa_addr));
    ::freeifaddrs(list);
    return found;
}

// Waits for one GET through the same client and guard as federation's.
Result<client::Answer> get(const config::Config& config, const client::ClientOptions& options,
                           const std::string& address, std::string_view accept) {
    COLLEGIUM_TRY(auto client, client::make_http_client(config, options));
    COLLEGIUM_TRY(auto url, parse_url(address));
    client::Fetch fetch("GET", url);
    fetch.headers.emplace_back("Accept", accept);
    fetch.deadline = patience;
    auto promise = std::make_shared<std::promise<Result<client::Answer>>>();
    auto future = promise->get_future();
    client->send(std::move(fetch), [promise](Result<client::Answer> answer) { promise->set_value(std::move(answer)); });
    return future.get();
}

std::string explain(const Error& error) {
    return error.message() + (error.detail().empty() ? "" : " (" + error.detail() + ")");
}

bool is_our_actor(const config::Config& config, const Result<client::Answer>& answer) {
    if (!answer || answer->status != 200) return false;
    const auto actor = json::parse(answer->body);
    return actor && (*actor)["id"].string() == config.base_url() + "/actor";
}

enum class Port { free, taken, unusable };
struct Try {
    Port port;
    std::string why;
};

// Without SO_REUSEPORT, so that a running instance of ours is seen, too.
Try try_port(const config::Listen& listen) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(listen.address.c_str(), std::to_string(listen.port).c_str(), &hints, &found) != 0)
        return {Port::unusable, "not an address"};
    const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    if (socket >= 0) ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (socket >= 0 && found->ai_family == AF_INET6) ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    const bool free = socket >= 0 && ::bind(socket, found->ai_addr, found->ai_addrlen) == 0 && ::listen(socket, 1) == 0;
    const int error = errno;
    if (socket >= 0) ::close(socket);
    ::freeaddrinfo(found);
    if (free) return {Port::free, ""};
    return {error == EADDRINUSE ? Port::taken : Port::unusable, std::strerror(error)};
}

// Asks whoever listens there for our instance actor.
bool answers_as_us(const config::Config& config, const config::Listen& listen) {
    std::string address = listen.address;
    if (address == "0.0.0.0") address = "127.0.0.1";
    if (address == "::") address = "::1";
    const auto ip = client::IpAddress::parse(address);
    if (!ip) return false;
    auto probe = config;
    probe.federation.allow_addresses = {address};
    client::ClientOptions options;
    options.lookup = [ip](const std::string&) { return Result<std::vector<client::IpAddress>>({*ip}); };
    const auto port = ":" + std::to_string(listen.port) + "/actor";
    if (!config.http.tls_certificate.empty()) {
        const auto url = parse_url(config.base_url());
        return url && is_our_actor(config, get(probe, options, "https://" + url->host + port, activity_type));
    }
    // The only way to speak plain HTTP is to be a .localhost.
    probe.instance.web_domain = "doctor.localhost";
    const auto host = address.find(':') == std::string::npos ? address : "[" + address + "]";
    return is_our_actor(config, get(probe, options, "http://" + host + port, activity_type));
}

std::string shown(const config::Listen& listen) {
    const bool six = listen.address.find(':') != std::string::npos;
    return (six ? "[" + listen.address + "]" : listen.address) + ":" + std::to_string(listen.port);
}

void check_webfinger(Report& report, const config::Config& config) {
    const auto& domain = config.instance.domain;
    const auto subject = "acct:" + domain + "@" + domain;
    const auto address = "https://" + domain + "/.well-known/webfinger?resource=" + percent_encode(subject);
    const auto plain = config.base_url() + "/.well-known/webfinger?resource=" + percent_encode(subject);
    const auto answer = get(config, client::ClientOptions(), config.plain_http() ? plain : address,
                            "application/jrd+json, application/json");
    if (!answer) {
        report.fail("WebFinger of " + domain + ": " + explain(answer.error()),
                    "Other servers ask there for your people.");
        return;
    }
    // A split domain may redirect to the web domain; others follow.
    if (answer->status >= 300 && answer->status < 400 && !config.instance.web_domain.empty()) {
        report.ok("WebFinger of " + domain + " redirects to " + std::string(answer->header("location")));
        return;
    }
    const auto document = answer->status == 200 ? json::parse(answer->body) : Result<json::Value>(json::Value());
    bool names_us = false;
    if (document)
        for (const auto& link : (*document)["links"].items())
            names_us = names_us || link["href"].string() == config.base_url() + "/actor";
    if (names_us)
        report.ok("WebFinger of " + domain + " names this instance");
    else
        report.fail(
            "WebFinger of " + domain + " does not name this instance (status " + std::to_string(answer->status) + ")",
            "Pass /.well-known/webfinger of that domain on to this instance.");
}

}  // namespace

void check_name(Report& report, const config::Config& config) {
    const auto url = parse_url(config.base_url());
    if (!url || url->host.ends_with(".localhost")) {
        report.ok("DNS is not needed for " + config.instance.domain);
        return;
    }
    const auto found = client::system_lookup(url->host);
    if (!found || found->empty()) {
        report.fail("DNS: " + url->host + " has no address", "Add an A or AAAA record for it.");
        return;
    }
    const auto own = own_addresses();
    std::vector<std::string> texts;
    bool here = false;
    for (const auto& address : *found) {
        texts.push_back(address.text());
        here = here || std::find(own.begin(), own.end(), address.text()) != own.end();
    }
    const auto what = "DNS: " + url->host + " is " + strings::join(texts, ", ");
    if (here)
        report.ok(what + ", this machine");
    else
        report.warn(what + ", not an address of this machine", "Right behind a proxy or NAT; else correct the record.");
}

Served check_listeners(Report& report, const config::Config& config) {
    auto served = Served::no;
    for (const auto& listen : config.http.listen) {
        const auto name = "address " + shown(listen);
        if (listen.port == 0) {
            report.ok(name + " is chosen by the system");
            continue;
        }
        const auto tried = try_port(listen);
        if (tried.port == Port::free) {
            report.ok(name + " is free");
        } else if (tried.port == Port::unusable) {
            report.fail(name + " cannot be used: " + tried.why,
                        "Check http.listen; ports below 1024 need CAP_NET_BIND_SERVICE.");
        } else if (answers_as_us(config, listen)) {
            served = Served::yes;
            report.ok(name + " is served by this instance");
        } else {
            report.fail(name + " is taken by another program", "End it, or change http.listen.");
        }
    }
    return served;
}

void check_federation(Report& report, const config::Config& config, Served served) {
    if (auto client = client::make_http_client(config); !client) {
        report.fail("outbound requests: " + client.error().message(), "Check federation.ca_file and allow_addresses.");
        return;
    }
    if (!config.federation.ca_file.empty()) report.ok("extra trust anchors are read: " + config.federation.ca_file);
    if (served == Served::no) {
        report.warn("federation was not checked: the instance does not run here",
                    "Start it with collegium serve, and run doctor again.");
        return;
    }
    const auto actor = get(config, client::ClientOptions(), config.base_url() + "/actor", activity_type);
    if (!actor && actor.error().code() == Errc::unreachable) {
        report.warn(config.base_url() + " cannot be reached from here: " + explain(actor.error()),
                    "If the name is private only on this machine (/etc/hosts, NAT), check it from another one.");
        return;
    }
    if (!actor)
        report.fail(config.base_url() + ": " + explain(actor.error()),
                    "Other servers see the same: check proxy and certificate.");
    else if (!is_our_actor(config, actor))
        report.fail(
            config.base_url() + "/actor is answered by something else (status " + std::to_string(actor->status) + ")",
            "Check that the proxy passes Host and Accept on, and that no cache answers with a page.");
    else if (!actor->header("content-type").starts_with(activity_type))
        report.fail(config.base_url() + "/actor has the type " + std::string(actor->header("content-type")),
                    "Check that the proxy leaves Content-Type alone.");
    else
        report.ok(config.base_url() + " answers other servers");
    if (actor) check_webfinger(report, config);
}

}  // namespace collegium::cli::checkup
