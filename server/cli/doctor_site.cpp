// Settings that are valid but doubtful, the certificate, and the clock.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <sys/timex.h>

#include "cli/doctor_report.hpp"
#include "core/time.hpp"
#include "core/url.hpp"
#include "crypto/certificate.hpp"

namespace collegium::cli::checkup {
namespace {

using std::chrono::days;

// Signatures are refused when clocks differ by more (RFC 9421 leaves it open; peers allow some minutes).
constexpr long most_error_microseconds = 30L * 1'000'000;

std::string host_of(const config::Config& config) {
    const auto url = parse_url(config.base_url());
    return url ? url->host : config.instance.domain;
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void check_dates(Report& report, const crypto::CertificateFacts& facts, Timestamp now) {
    const auto left = std::chrono::floor<days>(facts.valid_until - now).count();
    const auto what = "certificate is valid until " + format_date(facts.valid_until);
    if (facts.valid_from > now)
        report.fail("certificate is valid from " + format_date(facts.valid_from) + " only",
                    "Check the clock and the file.");
    else if (left < 0)
        report.fail("certificate ended on " + format_date(facts.valid_until),
                    "Renew it; serve reads the new files by itself.");
    else if (left < 14)
        report.warn(what + ", " + std::to_string(left) + " days", "Renew it, and check that renewal runs by itself.");
    else
        report.ok(what + ", " + std::to_string(left) + " days");
}

}  // namespace

void check_settings(Report& report, const config::Config& config) {
    if (config.instance.contact_email.empty())
        report.warn("instance.contact_email is empty", "Say where people and other admins can reach you.");
    if (config.plain_http()) return;
    bool all_local = !config.http.listen.empty();
    for (const auto& listen : config.http.listen) all_local = all_local && is_loopback(listen.address);
    const bool proxied = config.http.tls_certificate.empty();
    if (proxied && config.http.trusted_proxies.empty())
        report.warn("http.trusted_proxies is empty, and there is no certificate here",
                    "List your proxy's address: else all people count as one, and share its rate limit.");
    if (proxied && !all_local)
        report.warn("plain HTTP is offered on an address that others may reach",
                    "Listen on 127.0.0.1 behind a proxy, or set http.tls_certificate and http.tls_key.");
    if (!config.federation.allow_addresses.empty())
        report.warn("federation.allow_addresses opens private addresses to outbound requests",
                    "Leave it empty unless this is a test.");
}

void check_certificate(Report& report, const config::Config& config) {
    if (config.http.tls_certificate.empty()) return;
    const auto host = host_of(config);
    const auto facts =
        crypto::inspect_certificate(read_file(config.http.tls_certificate), read_file(config.http.tls_key), host);
    if (!facts) {
        report.fail("certificate " + config.http.tls_certificate + ": " + facts.error().message(),
                    "Check http.tls_certificate and http.tls_key.");
        return;
    }
    if (facts->key_belongs)
        report.ok("certificate and key belong together");
    else
        report.fail("the key does not belong to the certificate", "Check that both files are of the same renewal.");
    if (facts->covers_host)
        report.ok("certificate covers " + host);
    else
        report.fail("certificate does not cover " + host, "Get one for this name; other servers refuse this one.");
    if (facts->in_chain == 1 && !facts->signed_by_itself)
        report.warn("the certificate file holds no intermediate certificate",
                    "Use the full chain (fullchain.pem): some servers cannot build it themselves.");
    if (facts->signed_by_itself)
        report.warn("the certificate is signed by itself", "Other servers refuse it: get one from an authority.");
    check_dates(report, *facts, current_time());
}

// Asks the kernel; sets nothing.
void check_clock(Report& report) {
    timex facts{};
    const int state = ::adjtimex(&facts);
    const auto now = format_rfc3339(current_time());
    if (state < 0) {
        report.warn("clock: " + now + ", not known whether it is kept right", "Compare it with another clock.");
        return;
    }
    if (state == TIME_ERROR || (facts.status & STA_UNSYNC) != 0)
        report.warn("clock: " + now + ", not kept right by a time service",
                    "Install one (apt install systemd-timesyncd): signatures fail when it is off by minutes.");
    else if (facts.maxerror > most_error_microseconds)
        report.warn("clock: " + now + ", may be off by " + std::to_string(facts.maxerror / 1'000'000) + " seconds",
                    "Check the time service (timedatectl timesync-status).");
    else
        report.ok("clock is kept right by a time service: " + now);
}

}  // namespace collegium::cli::checkup
