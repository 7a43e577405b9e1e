// What `collegium doctor` found: a line for each check, with what to do. Each check is a function of its own that
// looks at the real thing and changes nothing; it knows nothing of the others.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"

namespace collegium::cli::checkup {

enum class Verdict { ok, warn, fail };

class Report {
  public:
    // Each prints its line at once. `what` names the thing and what was found; `todo` is a sentence.
    void ok(const std::string& what);
    void warn(const std::string& what, const std::string& todo);
    void fail(const std::string& what, const std::string& todo);

    std::size_t count(Verdict verdict) const { return counts_[static_cast<std::size_t>(verdict)]; }

  private:
    void print(Verdict verdict, const std::string& what, const std::string& todo);

    std::size_t counts_[3] = {};
};

void check_settings(Report& report, const config::Config& config);
void check_database(Report& report, const config::Config& config);
void check_media(Report& report, const config::Config& config);
void check_certificate(Report& report, const config::Config& config);
void check_clock(Report& report);
void check_name(Report& report, const config::Config& config);
// Whether this instance answers on one of its own addresses.
enum class Served { yes, no };
Served check_listeners(Report& report, const config::Config& config);
void check_federation(Report& report, const config::Config& config, Served served);

}  // namespace collegium::cli::checkup
