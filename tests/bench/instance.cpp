#include "bench/instance.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <sys/socket.h>
#include <unistd.h>

#include "bench/net.hpp"
#include "storage/sql/open.hpp"

namespace collegium::bench {
namespace {

constexpr auto pause_between_looks = std::chrono::milliseconds(10);

std::string ask(std::uint16_t port, const std::string& request) {
    const auto socket = connect_to(port, Blocking::yes);
    if (::send(socket.number(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        throw std::runtime_error("the server does not take a request");
    std::string received(65536, '\0');
    std::string answer;
    while (!first_message(answer)) {
        const auto size = ::recv(socket.number(), received.data(), received.size(), 0);
        if (size <= 0) throw std::runtime_error("the server does not answer");
        answer.append(received.data(), static_cast<std::size_t>(size));
    }
    return answer;
}

double processor_seconds_of(int process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::size_t place = text.rfind(')');  // the program's name may hold blanks
    for (int field = 2; field < 14 && place != std::string::npos; ++field) place = text.find(' ', place + 1);
    if (place == std::string::npos) return 0;
    std::size_t used = 0;
    const std::string rest = text.substr(place + 1);
    const auto user = std::stoll(rest, &used);
    const auto system = std::stoll(rest.substr(used));
    return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

Instance::Instance(InstanceOptions options) : options_(std::move(options)) {
    auto connection = sql::open_connection(options_.database);
    if (!connection) throw std::runtime_error(connection.error().message());
    database_ = std::move(*connection);
    processes_.push_back(options_.process);
    if (options_.database.starts_with("postgresql:"))
        database_->each("SELECT pid FROM pg_stat_activity", {},
                        [this](const sql::Row& row) { processes_.push_back(static_cast<int>(row.integer(0))); });
}

std::string Instance::request(const std::string& method, const std::string& target, const std::string& body) const {
    std::string text = method + " " + target + " HTTP/1.1\r\nhost: " + options_.domain + "\r\nauthorization: Bearer " +
                       options_.token + "\r\naccept: application/json\r\n";
    if (!body.empty()) text += "content-type: application/json\r\n";
    if (method != "GET") text += "content-length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

json::Value Instance::call(const std::string& method, const std::string& target, const std::string& body) const {
    const auto answer = ask(options_.port, request(method, target, body));
    const auto message = first_message(answer);
    const std::string content(message->body);
    if (message->status() / 100 != 2)
        throw std::runtime_error(method + " " + target + ": " + std::to_string(message->status()) + " " + content);
    auto parsed = json::parse(content);
    if (!parsed) throw std::runtime_error(target + ": " + parsed.error().message());
    return std::move(*parsed);
}

std::int64_t Instance::count(std::string_view sql) {
    return database_->number(sql).value_or(0);
}

std::int64_t Instance::metric(const std::string& name) const {
    const auto answer = ask(options_.port, request("GET", "/metrics"));
    const auto place = answer.find("\n" + name + " ");
    if (place == std::string::npos) return 0;
    return std::strtoll(answer.c_str() + place + name.size() + 2, nullptr, 10);
}

double Instance::resident_megabytes() const {
    std::ifstream file("/proc/" + std::to_string(options_.process) + "/statm");
    std::int64_t all = 0, resident = 0;
    file >> all >> resident;
    return static_cast<double>(resident * ::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

double Instance::processor_seconds() {
    double sum = 0;
    for (const int process : processes_) sum += processor_seconds_of(process);
    return sum;
}

void wait_until(const std::string& what, const std::function<bool()>& condition, std::chrono::seconds longest) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("not in time: " + what);
        std::this_thread::sleep_for(pause_between_looks);
    }
}

}  // namespace collegium::bench
