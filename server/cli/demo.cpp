// Two institutions in one process, which know each other only through federation.
#include <atomic>
#include <chrono>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/demo_folder.hpp"
#include "cli/demo_seed.hpp"
#include "cli/demo_world.hpp"
#include "core/log.hpp"
#include "runtime/loop.hpp"
#include "runtime/shutdown.hpp"

namespace collegium::cli {
namespace {

using sample::Side;

enum class Afterwards { removed, kept };

constexpr std::string_view password = "cedar-and-harbor";

struct SignIn {
    std::string_view username;
    std::string_view hint;
};
constexpr SignIn sign_ins[] = {
    {"maya.okafor", "teaches physics; in a trial with Daniel of the other institution"},
    {"samira.bose", "has terms to answer: Keisha would help her with parents"},
    {"priya.raman", "coach; Keisha answers her request for a new colleague"},
    {"aisha.grant", "owner of this instance"},
    {"daniel.reyes", "mentor: one mentee, one request waiting, one place free"},
    {"jo.lindqvist", "mentor: Paula's request waits for an answer"},
    {"wen.zhao", "student teacher: Samira would watch her questioning"},
    {"tom.weller", "owner of this instance"},
};

void say(std::string_view line) {
    std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
    std::fflush(stdout);
}

void print_sign_ins(const sample::World& world) {
    for (auto side : sample::both_sides) {
        std::printf("\n  %s  %s\n", world.address(side).c_str(), std::string(sample::institution(side).name).c_str());
        for (const auto& sign_in : sign_ins)
            if (sample::side_of(sign_in.username) == side)
                std::printf("    %-14s %s\n", std::string(sign_in.username).c_str(), std::string(sign_in.hint).c_str());
    }
}

void print_guide(const sample::World& world, const sample::DemoFolder& folder, Afterwards data) {
    const auto north = world.address(Side::north);
    const auto south = world.address(Side::south);
    print_sign_ins(world);
    std::printf("\nThe password of everybody: %s\n\nTry first\n", std::string(password).c_str());
    std::printf("  1. Open %s/library and %s/library: each has the other's resources.\n", north.c_str(), south.c_str());
    std::printf("  2. Sign in at %s as daniel.reyes and accept Hugo's request under My mentorships.\n", south.c_str());
    std::printf("  3. Look at %s/mentoring: his offer is full there, too.\n", north.c_str());
    std::printf("  4. Sign in at %s as maya.okafor, share a resource, and find it in the other library.\n",
                north.c_str());
    std::printf("\nFor scripts: collegium token create --config %s --username maya.okafor\n",
                folder.config_file(Side::north).c_str());
    if (data == Afterwards::kept)
        std::printf("The data stays in %s; start it again with --dir.\n", folder.path().c_str());
    else
        std::printf("The data is removed at the end.\n");
    say("\nPress Ctrl+C to end.");
}

// Starts both, fills them when they are new, and stays until the signal. True when the data is whole.
Result<void> run_demo(sample::World& world, sample::DemoFolder& folder, runtime::Shutdown& shutdown, Afterwards data) {
    const auto began = std::chrono::steady_clock::now();
    say("Starting two institutions on this machine.");
    COLLEGIUM_CHECK(world.start());
    if (!folder.is_filled()) {
        COLLEGIUM_CHECK(sample::fill(world, password, [](std::string_view stage) { say("  " + std::string(stage)); }));
        COLLEGIUM_CHECK(folder.mark_filled());
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("Ready after %.1f seconds.\n", took.count());
    print_guide(world, folder, data);
    shutdown.wait();
    return ok();
}

}  // namespace

int demo(const DemoOptions& options) {
    log::configure(log::Level::warn, log::Format::text);
    // Signals are armed before anything else: whoever ends it early leaves nothing behind either.
    std::atomic<bool> stop{false};
    runtime::Loop signals("signals");
    runtime::Shutdown shutdown(signals);
    shutdown.on_signal([&stop](int) { stop = true; });
    signals.start();

    auto folder = sample::DemoFolder::open(options.folder, options.port);
    if (!folder) return fail(folder.error());
    if (folder->taken_port() != 0)
        std::printf("Port %u or the next one is taken; using others.\n", folder->taken_port());
    const auto data = options.keep || folder->is_filled() ? Afterwards::kept : Afterwards::removed;
    sample::World world(*folder, stop);
    auto ended = run_demo(world, *folder, shutdown, data);
    if (stop) say("\nEnding.");
    world.stop();
    const bool whole = ended.has_value();
    if (data == Afterwards::kept && folder->is_filled())
        std::printf("The data is in %s.\n", folder->path().c_str());
    else
        folder->remove();
    if (whole || stop) return 0;
    return fail(ended.error());
}

}  // namespace collegium::cli
