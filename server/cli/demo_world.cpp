#include "cli/demo_world.hpp"

#include <thread>

#include "storage/repo/accounts.hpp"

namespace collegium::cli::sample {
namespace {

constexpr auto patience = std::chrono::seconds(60);
constexpr auto pause_between_looks = std::chrono::milliseconds(20);

}  // namespace

Result<void> World::start() {
    for (auto side : both_sides) {
        COLLEGIUM_TRY(auto application, app::Application::make(folder_.config(side)));
        applications_[static_cast<std::size_t>(side)] = std::move(application);
        COLLEGIUM_CHECK(at(side).start());
    }
    return ok();
}

void World::stop() {
    for (auto& application : applications_)
        if (application) application->stop();
}

std::string World::handle(std::string_view username) const {
    return std::string(username) + "@" + authority(side_of(username));
}

Result<void> World::wait_until(Side side, const std::string& what,
                               const std::function<bool(domain::Context&)>& arrived) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        if (stop_) return Error(Errc::unavailable, "Ended while filling.");
        COLLEGIUM_TRY(const bool is_there,
                      read(side, [&arrived](domain::Context& context) -> Result<bool> { return arrived(context); }));
        if (is_there) return ok();
        if (std::chrono::steady_clock::now() > deadline)
            return Error(Errc::timeout, "This did not arrive at " + authority(side) + " in time: " + what);
        std::this_thread::sleep_for(pause_between_looks);
    }
}

Result<model::Account> find_person(domain::Context& context, const World& world, Side here, std::string_view username) {
    const auto home = side_of(username);
    auto account = repo::find_account_by_handle(context.db, username, home == here ? "" : world.authority(home));
    if (!account) return Error(Errc::not_found, "There is nobody called " + world.handle(username) + ".");
    return std::move(*account);
}

}  // namespace collegium::cli::sample
