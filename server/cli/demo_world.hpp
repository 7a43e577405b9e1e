// The two institutions of a demonstration while it is being filled: jobs on either, and waiting until what one
// of them did has arrived at the other. Knows nothing of the sample data.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/application.hpp"
#include "cli/demo_data.hpp"
#include "cli/demo_folder.hpp"

namespace collegium::cli::sample {

class World {
  public:
    // `stop` is set when the user has had enough: waits end then. Both must outlive the world.
    World(const DemoFolder& folder, const std::atomic<bool>& stop) : folder_(folder), stop_(stop) {}

    Result<void> start();
    void stop();

    app::Application& at(Side side) { return *applications_[static_cast<std::size_t>(side)]; }
    std::string authority(Side side) const { return folder_.config(side).web_authority(); }
    std::string address(Side side) const { return folder_.config(side).base_url(); }
    // "maya.okafor@north.localhost:8088"
    std::string handle(std::string_view username) const;

    template <class Work>
    auto write(Side side, Work work) {
        return app::run(at(side), sql::Lane::write, work);
    }
    template <class Work>
    auto read(Side side, Work work) {
        return app::run(at(side), sql::Lane::read, work);
    }

    // Looks again and again, in a transaction of `side`, until `arrived` is true. Errors: timeout, which names
    // `what`; unavailable when the user ended it.
    Result<void> wait_until(Side side, const std::string& what, const std::function<bool(domain::Context&)>& arrived);

  private:
    const DemoFolder& folder_;
    const std::atomic<bool>& stop_;
    std::array<std::unique_ptr<app::Application>, 2> applications_;
};

// A person's row as `context`'s institution has it: of its own, or of the other one.
Result<model::Account> find_person(domain::Context& context, const World& world, Side here, std::string_view username);

}  // namespace collegium::cli::sample
