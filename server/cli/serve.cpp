#include <cstdio>

#include "app/application.hpp"
#include "cli/commands.hpp"
#include "config/load.hpp"
#include "core/log.hpp"
#include "http/tls.hpp"
#include "runtime/loop.hpp"
#include "runtime/shutdown.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"

namespace collegium::cli {
namespace {

log::Level level_of(config::LogLevel level) {
    switch (level) {
        case config::LogLevel::debug: return log::Level::debug;
        case config::LogLevel::info: return log::Level::info;
        case config::LogLevel::warn: return log::Level::warn;
        case config::LogLevel::error: return log::Level::error;
    }
    return log::Level::info;
}

}  // namespace

bool read_config(const std::string& file, config::Config& config) {
    auto loaded = config::load(file);
    for (const auto& mistake : loaded.mistakes)
        std::fprintf(stderr, "%s: %s\n", mistake.where.c_str(), mistake.what.c_str());
    if (!loaded.mistakes.empty()) return false;
    config = loaded.config;
    log::configure(level_of(config.log.level),
                   config.log.format == config::LogFormat::json ? log::Format::json : log::Format::text);
    return true;
}

int fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message().c_str());
    if (!error.detail().empty()) std::fprintf(stderr, "  %s\n", error.detail().c_str());
    return 1;
}

int serve(const std::string& config_file) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    // A certificate that cannot be used is a mistake in the configuration: no data is touched before it is found.
    if (!config.http.tls_certificate.empty()) {
        auto usable = http::TlsContext::load(config.http.tls_certificate, config.http.tls_key);
        if (!usable) return fail(usable.error());
    }
    // Signals are armed before anything listens (stack.md section 9).
    runtime::Loop signals("signals");
    runtime::Shutdown shutdown(signals);
    signals.start();
    auto application = app::Application::make(config);
    if (!application) return fail(application.error());
    if (auto started = (*application)->start(); !started) return fail(started.error());
    shutdown.on_hangup([instance = application->get()] { instance->reload(); });
    shutdown.wait();
    (*application)->stop();
    signals.stop();  // no reload reaches what goes away now
    return 0;
}

int migrate(const std::string& config_file) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    auto connection = sql::open_connection(config.storage.database);
    if (!connection) return fail(connection.error());
    auto ran = sql::migrate(**connection);
    if (!ran) return fail(ran.error());
    std::printf("%d migrations ran; the database is up to date.\n", *ran);
    return 0;
}

int print_routes() {
    for (const auto& line : app::route_table()) std::printf("%s\n", line.c_str());
    return 0;
}

int print_version() {
    std::printf("collegium %s\n", COLLEGIUM_VERSION);
    return 0;
}

}  // namespace collegium::cli
