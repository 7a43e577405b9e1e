#include "cli/demo_folder.hpp"

#include <cstring>
#include <fstream>
#include <optional>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config/load.hpp"

namespace collegium::cli::sample {
namespace {

namespace fs = std::filesystem;

constexpr const char* marker = "demo-is-complete";
constexpr unsigned port_tries = 200;

Error refuse(const std::string& message) {
    return Error(Errc::conflict, message);
}

std::string_view name_of(Side side) {
    return side == Side::north ? "north" : "south";
}

// Without SO_REUSEPORT, unlike our listeners: a second demonstration must not share the first one's port.
bool can_bind(int family, const void* address, socklen_t size) {
    const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool bound = ::bind(socket, static_cast<const sockaddr*>(address), size) == 0 && ::listen(socket, 1) == 0;
    ::close(socket);
    return bound;
}

bool can_bind_ipv4(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return can_bind(AF_INET, &address, sizeof address);
}

bool can_bind_ipv6(std::uint16_t port) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    return can_bind(AF_INET6, &address, sizeof address);
}

std::optional<std::uint16_t> find_free_pair(unsigned first_port) {
    for (unsigned port = first_port; port < first_port + 2 * port_tries && port < 65'535; port += 2) {
        const auto low = static_cast<std::uint16_t>(port);
        if (is_port_free(low) && is_port_free(static_cast<std::uint16_t>(low + 1))) return low;
    }
    return std::nullopt;
}

std::string config_text(Side side, std::uint16_t port, const fs::path& folder) {
    const auto& sample = institution(side);
    const auto number = std::to_string(port);
    const auto data = (folder / name_of(side)).string();
    std::string listen = "\"127.0.0.1:" + number + "\"";
    if (has_ipv6_loopback()) listen += ", \"[::1]:" + number + "\"";
    return "# One of the two institutions of a demonstration; usable with every command of collegium.\n"
           "[instance]\ndomain = \"" +
           std::string(sample.host) + ":" + number + "\"\nname = \"" + std::string(sample.name) +
           "\"\ndescription = \"" + std::string(sample.description) + "\"\ncontact_email = \"office@" +
           std::string(sample.mail_domain) + "\"\n\n[http]\nlisten = [" + listen +
           "]\n\n[storage]\ndatabase = \"sqlite://" + data + "/collegium.db\"\nmedia = \"file://" + data +
           "/media\"\n\n[federation]\nallow_addresses = [\"127.0.0.0/8\", \"::1/128\"]   # the other institution\n\n"
           "[limits]\nrequests_per_5_minutes = 5000   # everybody comes from one address here\n\n"
           "[log]\nlevel = \"warn\"\n";
}

Result<void> write_file(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::trunc);
    file << text;
    file.close();
    if (!file) return Error(Errc::unavailable, "The file " + path.string() + " cannot be written.");
    return ok();
}

}  // namespace

bool has_ipv6_loopback() {
    static const bool present = can_bind_ipv6(0);
    return present;
}

bool is_port_free(std::uint16_t port) {
    return can_bind_ipv4(port) && (!has_ipv6_loopback() || can_bind_ipv6(port));
}

Result<DemoFolder> DemoFolder::open(const std::string& wanted, unsigned first_port) {
    DemoFolder folder;
    std::error_code error;
    if (wanted.empty()) {
        std::string name = (fs::temp_directory_path(error) / "collegium-demo-XXXXXX").string();
        if (error || ::mkdtemp(name.data()) == nullptr)
            return Error(Errc::unavailable, "A temporary folder cannot be made; name one with --dir.",
                         std::strerror(errno));
        folder.path_ = name;
        folder.made_folder_ = true;
    } else {
        folder.path_ = fs::absolute(wanted, error).lexically_normal();
        folder.made_folder_ = fs::create_directories(folder.path_, error);
        if (error || !fs::is_directory(folder.path_))
            return Error(Errc::unavailable, "The folder " + wanted + " cannot be made.", error.message());
    }
    // Such characters would have to be escaped in addresses and in the files that are written.
    if (folder.path_.string().find_first_of("\"\\%?#\n") != std::string::npos)
        return refuse("The folder's path may not have quotes, backslashes, %, ? or # in it: " + folder.path_.string());
    if (fs::exists(folder.path_ / marker)) {
        COLLEGIUM_CHECK(folder.use_old());
        return folder;
    }
    if (!fs::is_empty(folder.path_, error))
        return refuse("The folder " + folder.path_.string() +
                      " is not empty and holds no finished demonstration: name another one, or empty it.");
    if (auto made = folder.make_new(first_port); !made) {
        folder.remove();
        return made.error();
    }
    return folder;
}

Result<void> DemoFolder::load(Side side) {
    auto loaded = config::load(config_file(side), [](std::string_view) { return std::optional<std::string>(); });
    if (!loaded.mistakes.empty()) return refuse(loaded.mistakes.front().where + ": " + loaded.mistakes.front().what);
    configs_[static_cast<std::size_t>(side)] = loaded.config;
    return ok();
}

// Addresses are part of every id: the data can only be served where it was made.
Result<void> DemoFolder::use_old() {
    filled_ = true;
    for (auto side : both_sides) {
        COLLEGIUM_CHECK(load(side));
        const auto& listen = config(side).http.listen;
        if (!listen.empty() && !is_port_free(listen.front().port))
            return refuse("The demonstration in " + path_.string() + " belongs to port " +
                          std::to_string(listen.front().port) + ", which is taken: end the program that uses it.");
    }
    return ok();
}

Result<void> DemoFolder::make_new(unsigned first_port) {
    const auto port = find_free_pair(first_port);
    if (!port)
        return refuse("There are no two free ports from " + std::to_string(first_port) +
                      " on; name others with --port.");
    if (*port != first_port) taken_port_ = first_port;
    for (auto side : both_sides) {
        const auto number = static_cast<std::uint16_t>(*port + (side == Side::north ? 0 : 1));
        COLLEGIUM_CHECK(write_file(config_file(side), config_text(side, number, path_)));
        COLLEGIUM_CHECK(load(side));
    }
    return ok();
}

Result<void> DemoFolder::mark_filled() {
    filled_ = true;
    return write_file(path_ / marker,
                      "The sample data is whole. Start it again with: collegium demo --dir " + path_.string() + "\n");
}

std::string DemoFolder::config_file(Side side) const {
    return (path_ / (std::string(name_of(side)) + ".toml")).string();
}

void DemoFolder::remove() {
    std::error_code ignored;
    for (auto side : both_sides) {
        fs::remove_all(path_ / name_of(side), ignored);
        fs::remove(config_file(side), ignored);
    }
    fs::remove(path_ / marker, ignored);
    if (made_folder_) fs::remove(path_, ignored);
}

}  // namespace collegium::cli::sample
