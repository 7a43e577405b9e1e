// Other servers in mode "guarded": who waits with what, and what is decided about them.
#include <algorithm>
#include <cstdio>

#include "app/application.hpp"
#include "cli/commands.hpp"
#include "config/checks.hpp"
#include "storage/repo/quarantine.hpp"

namespace collegium::cli {
namespace {

constexpr int actors_shown = 10;

const char* word_of(model::HostReview review) {
    switch (review) {
        case model::HostReview::unreviewed: return "unreviewed";
        case model::HostReview::allowed: return "allowed";
        case model::HostReview::refused: return "refused";
    }
    return "";
}

// Strangers wrote it: nothing that moves a terminal's cursor.
std::string printable(std::string text) {
    for (auto& byte : text)
        if (byte < 0x20 || byte == 0x7f) byte = '?';
    return text.substr(0, 300);
}

std::string day_of(const std::optional<Timestamp>& time) {
    return time ? format_date(*time) : "";
}

struct Standing {
    repo::HostStanding host;
    std::vector<repo::HeldSummary> held;
};

Result<std::vector<Standing>> read(domain::Context& context, const std::string& only) {
    std::vector<Standing> standings;
    for (auto& host : repo::host_standings(context.db, only)) {
        Standing standing;
        if (host.held > 0) standing.held = repo::held_summaries(context.db, host.host, actors_shown);
        standing.host = std::move(host);
        standings.push_back(std::move(standing));
    }
    // Who waits comes first.
    std::stable_partition(standings.begin(), standings.end(),
                          [](const Standing& standing) { return standing.host.held > 0; });
    return standings;
}

void print(const Standing& standing) {
    const auto& host = standing.host;
    std::string line = host.host + "  " + word_of(host.review);
    if (host.reviewed_at) line += " " + day_of(host.reviewed_at);
    if (host.held > 0) line += ", " + std::to_string(host.held) + " activities held since " + day_of(host.held_since);
    std::printf("%s\n", printable(line).c_str());
    for (const auto& wanted : standing.held)
        std::printf("    %lld %s  %s\n", static_cast<long long>(wanted.activities), printable(wanted.kind).c_str(),
                    printable(wanted.actor_uri).c_str());
}

Result<std::string> domain_in(const std::string& given) {
    auto domain = config::domain_of(given);
    if (domain.empty())
        return Error(Errc::bad_request, "\"" + given + "\" is not a domain: write it as \"learn.example.org\"");
    return domain;
}

// Reviewing says nothing about those for whom the configuration has spoken.
void explain(const config::Config& config, const std::string& domain) {
    if (config.federation.mode != config::FederationMode::guarded)
        std::printf("Federation mode is not \"guarded\": reviews count in that mode alone.\n");
    const auto& block = config.federation.block;
    if (std::find(block.begin(), block.end(), domain) != block.end())
        std::printf("%s is blocked in the configuration, which counts more.\n", domain.c_str());
}

int review(const std::string& config_file, const std::string& domain, model::HostReview review) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    auto host = domain_in(domain);
    if (!host) return fail(host.error());
    auto application = app::Application::make(config);
    if (!application) return fail(application.error());
    auto done = app::run(**application, sql::Lane::write,
                         [review, name = *host](domain::Context& context) -> Result<std::int64_t> {
                             const auto held = repo::held_size_of(context.db, name).activities;
                             repo::set_host_review(context.db, name, review, context.now);
                             if (review == model::HostReview::refused) repo::drop_held_activities(context.db, name);
                             return held;
                         });
    if (!done) return fail(done.error());
    std::printf("%s is %s.\n", host->c_str(), word_of(review));
    if (*done > 0)
        std::printf("%lld held activities %s.\n", static_cast<long long>(*done),
                    review == model::HostReview::allowed ? "are applied by the running instance" : "were dropped");
    explain(config, *host);
    return 0;
}

}  // namespace

int list_hosts(const std::string& config_file, const std::string& domain) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    std::string only;
    if (!domain.empty()) {
        auto host = domain_in(domain);
        if (!host) return fail(host.error());
        only = *host;
    }
    auto application = app::Application::make(config);
    if (!application) return fail(application.error());
    auto standings =
        app::run(**application, sql::Lane::read, [only](domain::Context& context) { return read(context, only); });
    if (!standings) return fail(standings.error());
    for (const auto& standing : *standings) print(standing);
    return 0;
}

int allow_host(const std::string& config_file, const std::string& domain) {
    return review(config_file, domain, model::HostReview::allowed);
}

int refuse_host(const std::string& config_file, const std::string& domain) {
    return review(config_file, domain, model::HostReview::refused);
}

}  // namespace collegium::cli
