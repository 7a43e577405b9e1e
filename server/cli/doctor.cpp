#include <cstdio>

#include "cli/commands.hpp"
#include "cli/doctor_report.hpp"
#include "config/load.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"

namespace collegium::cli {
namespace checkup {
namespace {

const char* word_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::ok: return "ok  ";
        case Verdict::warn: return "warn";
        case Verdict::fail: return "FAIL";
    }
    return "";
}

// Some libraries explain themselves over several lines.
std::string on_one_line(std::string text) {
    for (auto& c : text)
        if (c == '\n' || c == '\t') c = ' ';
    return std::string(strings::trim(text));
}

}  // namespace

void Report::print(Verdict verdict, const std::string& what, const std::string& todo) {
    ++counts_[static_cast<std::size_t>(verdict)];
    std::printf("%s  %s%s%s\n", word_of(verdict), on_one_line(what).c_str(), todo.empty() ? "" : "  — ", todo.c_str());
    std::fflush(stdout);
}

void Report::ok(const std::string& what) {
    print(Verdict::ok, what, "");
}
void Report::warn(const std::string& what, const std::string& todo) {
    print(Verdict::warn, what, todo);
}
void Report::fail(const std::string& what, const std::string& todo) {
    print(Verdict::fail, what, todo);
}

}  // namespace checkup

int doctor(const std::string& config_file) {
    log::configure(log::Level::error, log::Format::text);
    checkup::Report report;
    const auto loaded = config::load(config_file);
    for (const auto& mistake : loaded.mistakes) report.fail("configuration, " + mistake.where, mistake.what);
    if (!loaded.mistakes.empty()) {
        std::printf("The rest was not checked: it depends on the configuration.\n");
        return 1;
    }
    report.ok("configuration " + config_file);
    const auto& config = loaded.config;
    checkup::check_settings(report, config);
    checkup::check_database(report, config);
    checkup::check_media(report, config);
    checkup::check_clock(report);
    checkup::check_certificate(report, config);
    checkup::check_name(report, config);
    const auto served = checkup::check_listeners(report, config);
    checkup::check_federation(report, config, served);

    const auto failures = report.count(checkup::Verdict::fail);
    std::printf("%zu ok, %zu warnings, %zu failures\n", report.count(checkup::Verdict::ok),
                report.count(checkup::Verdict::warn), failures);
    return failures == 0 ? 0 : 1;
}

}  // namespace collegium::cli
