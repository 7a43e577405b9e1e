// Where a demonstration keeps its data: a folder with a configuration file and a subfolder for each of the two
// institutions. It makes the folder, finds free ports, writes the files, and removes what it made, nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "cli/demo_data.hpp"
#include "config/config.hpp"
#include "core/result.hpp"

namespace collegium::cli::sample {

class DemoFolder {
  public:
    // `wanted` is "" for a new folder under the system's temporary one. Errors: conflict (the folder holds
    // something else, or a demonstration that was never finished, or its ports are taken), unavailable.
    static Result<DemoFolder> open(const std::string& wanted, unsigned first_port);

    // True when the sample data is whole: from an earlier time, or since mark_filled.
    bool is_filled() const { return filled_; }
    // The data is whole from here on.
    Result<void> mark_filled();
    const config::Config& config(Side side) const { return configs_[static_cast<std::size_t>(side)]; }
    std::string config_file(Side side) const;
    const std::filesystem::path& path() const { return path_; }
    // What the user asked for and did not get; 0: they got it.
    unsigned taken_port() const { return taken_port_; }

    // Removes what this object made; a folder that was there before stays, empty.
    void remove();

  private:
    Result<void> use_old();
    Result<void> make_new(unsigned first_port);
    Result<void> load(Side side);

    std::filesystem::path path_;
    bool made_folder_ = false;
    bool filled_ = false;
    unsigned taken_port_ = 0;
    std::array<config::Config, 2> configs_;
};

// Whether nobody listens there now, on any address that the demonstration would take.
bool is_port_free(std::uint16_t port);
bool has_ipv6_loopback();

}  // namespace collegium::cli::sample
