#include "config/keys.hpp"

#include <charconv>
#include <limits>

#include "config/checks.hpp"
#include "core/strings.hpp"

namespace collegium::config {
namespace {

using Take = std::function<std::string(const Value&)>;
using Check = std::string (*)(const std::string&);

std::optional<std::int64_t> number_in(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) return *number;
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr || value.source != Value::Source::environment) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return number;
}

std::optional<bool> flag_in(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value.data)) return *flag;
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr || value.source != Value::Source::environment) return std::nullopt;
    if (*text == "true" || *text == "1") return true;
    if (*text == "false" || *text == "0") return false;
    return std::nullopt;
}

// As it would stand in the file, ["a", "b"]: people copy it from there.
std::string_view without_brackets(std::string_view text) {
    text = strings::trim(text);
    const bool listed = text.starts_with("[\"") || text.starts_with("['") || text == "[]";
    return listed && text.back() == ']' ? text.substr(1, text.size() - 2) : text;
}

std::string_view without_quotes(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.front() == text.back() && (text[0] == '"' || text[0] == '\'');
    return quoted ? text.substr(1, text.size() - 2) : text;
}

// One text in a file is a list of one; from the environment it is divided at commas.
std::optional<std::vector<std::string>> list_in(const Value& value) {
    if (const auto* list = std::get_if<std::vector<std::string>>(&value.data)) return *list;
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr) return std::nullopt;
    if (value.source == Value::Source::file) return std::vector<std::string>{*text};
    std::vector<std::string> parts;
    for (const std::string_view part : strings::split(without_brackets(*text), ',')) {
        const std::string_view trimmed = without_quotes(strings::trim(part));
        if (!trimmed.empty()) parts.emplace_back(trimmed);
    }
    return parts;
}

Take text(std::string& target, Check check) {
    return [&target, check](const Value& value) -> std::string {
        const auto* given = std::get_if<std::string>(&value.data);
        if (given == nullptr) return "must be a text in quotes";
        std::string wrong = check(*given);
        if (wrong.empty()) target = *given;
        return wrong;
    };
}

Take domain(std::string& target) {
    return [&target](const Value& value) -> std::string {
        const auto* given = std::get_if<std::string>(&value.data);
        if (given == nullptr) return "must be a text in quotes";
        target = domain_of(*given);
        if (!target.empty() || given->empty()) return "";
        return "\"" + *given +
               "\" is not a domain: write it without https:// and without a path, as \"learn.example.org\"";
    };
}

template <class Number>
Take number(Number& target, std::int64_t least, std::int64_t most) {
    return [&target, least, most](const Value& value) -> std::string {
        const auto given = number_in(value);
        if (!given || *given < least || *given > most) {
            return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        }
        target = static_cast<Number>(*given);
        return "";
    };
}

Take flag(bool& target) {
    return [&target](const Value& value) -> std::string {
        const auto given = flag_in(value);
        if (given) target = *given;
        return given ? "" : "must be true or false";
    };
}

Take list(std::vector<std::string>& target, Check check) {
    return [&target, check](const Value& value) -> std::string {
        const auto given = list_in(value);
        if (!given) return "must be a list of texts, such as [\"one\", \"two\"]";
        for (const std::string& item : *given) {
            if (std::string wrong = check(item); !wrong.empty()) return wrong;
        }
        target = *given;
        return "";
    };
}

Take domains(std::vector<std::string>& target) {
    return [&target](const Value& value) -> std::string {
        const auto given = list_in(value);
        if (!given) return "must be a list of domains, such as [\"learn.example.org\"]";
        std::vector<std::string> normal;
        for (const std::string& item : *given) {
            normal.push_back(domain_of(item));
            if (normal.back().empty()) return "\"" + item + "\" is not a domain";
        }
        target = std::move(normal);
        return "";
    };
}

Take listeners(std::vector<Listen>& target) {
    return [&target](const Value& value) -> std::string {
        const auto given = list_in(value);
        if (!given || given->empty()) return "must be a list of address:port, such as [\"127.0.0.1:8080\"]";
        std::vector<Listen> listens;
        for (const std::string& item : *given) {
            const auto one = parse_listen(item);
            if (!one)
                return "\"" + item +
                       "\" is not address:port, such as \"127.0.0.1:8080\", \"0.0.0.0:80\" or \"[::]:443\"";
            listens.push_back(*one);
        }
        target = std::move(listens);
        return "";
    };
}

template <class Enum>
Take choice(Enum& target, std::vector<std::pair<std::string, Enum>> choices) {
    return [&target, choices = std::move(choices)](const Value& value) -> std::string {
        const auto* given = std::get_if<std::string>(&value.data);
        std::vector<std::string> names;
        for (const auto& [name, meaning] : choices) {
            names.push_back("\"" + name + "\"");
            if (given == nullptr || *given != name) continue;
            target = meaning;
            return "";
        }
        return "must be one of " + strings::join(names, ", ");
    };
}

void add_instance_and_http(Config& config, std::vector<Key>& keys) {
    keys.push_back({"instance.domain", domain(config.instance.domain)});
    keys.push_back({"instance.web_domain", domain(config.instance.web_domain)});
    keys.push_back({"instance.name", text(config.instance.name, check_display_text)});
    keys.push_back({"instance.description", text(config.instance.description, check_display_text)});
    keys.push_back({"instance.contact_email", text(config.instance.contact_email, check_email)});
    keys.push_back({"instance.nodeinfo_software", text(config.instance.nodeinfo_software, check_software_name)});
    keys.push_back({"instance.source_url", text(config.instance.source_url, check_web_address)});
    keys.push_back({"instance.languages", list(config.instance.languages, check_language)});
    keys.push_back({"http.listen", listeners(config.http.listen)});
    keys.push_back({"http.tls_certificate", text(config.http.tls_certificate, check_readable_file)});
    keys.push_back({"http.tls_key", text(config.http.tls_key, check_readable_file)});
    keys.push_back({"http.trusted_proxies", list(config.http.trusted_proxies, check_address_block)});
    keys.push_back({"http.threads", number(config.http.threads, 0, 256)});
}

void add_federation(Config& config, std::vector<Key>& keys) {
    keys.push_back(
        {"federation.mode", choice<FederationMode>(config.federation.mode, {{"open", FederationMode::open},
                                                                            {"guarded", FederationMode::guarded},
                                                                            {"consortium", FederationMode::consortium},
                                                                            {"closed", FederationMode::closed}})});
    keys.push_back({"federation.allow_addresses", list(config.federation.allow_addresses, check_address_block)});
    keys.push_back({"federation.consortium", domains(config.federation.consortium)});
    keys.push_back({"federation.block", domains(config.federation.block)});
    keys.push_back({"federation.ca_file", text(config.federation.ca_file, check_readable_file)});
    keys.push_back({"federation.authorized_fetch", flag(config.federation.authorized_fetch)});
}

// What the routes that take uploads read, less the form around the file.
constexpr std::int64_t largest_upload = 31 * 1024 * 1024;

}  // namespace

std::vector<Key> keys_of(Config& config) {
    std::vector<Key> keys;
    add_instance_and_http(config, keys);
    keys.push_back({"storage.database", text(config.storage.database, check_database_url), Key::Secrecy::secret});
    keys.push_back({"storage.media", text(config.storage.media, check_media_url)});
    keys.push_back(
        {"storage.media_access_key", text(config.storage.media_access_key, check_display_text), Key::Secrecy::secret});
    keys.push_back(
        {"storage.media_secret_key", text(config.storage.media_secret_key, check_display_text), Key::Secrecy::secret});
    add_federation(config, keys);
    keys.push_back({"limits.requests_per_5_minutes", number(config.limits.requests_per_5_minutes, 0, 10'000'000)});
    keys.push_back({"limits.post_characters", number(config.limits.post_characters, 100, 100'000)});
    keys.push_back({"limits.media_bytes", number(config.limits.media_bytes, 1024, largest_upload)});
    keys.push_back({"limits.new_people_per_domain", number(config.limits.new_people_per_domain, 0, 100'000'000)});
    keys.push_back({"log.level", choice<LogLevel>(config.log.level, {{"debug", LogLevel::debug},
                                                                     {"info", LogLevel::info},
                                                                     {"warn", LogLevel::warn},
                                                                     {"error", LogLevel::error}})});
    keys.push_back(
        {"log.format", choice<LogFormat>(config.log.format, {{"text", LogFormat::text}, {"json", LogFormat::json}})});
    return keys;
}

}  // namespace collegium::config
