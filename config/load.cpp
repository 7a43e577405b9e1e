#include "config/load.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include "config/keys.hpp"
#include "config/value.hpp"
#include "core/strings.hpp"

namespace collegium::config {
namespace {

constexpr std::string_view prefix = "COLLEGIUM_";
constexpr std::size_t largest_secret = 64 * 1024;

// "instance.domain" -> "COLLEGIUM_INSTANCE_DOMAIN"
std::string variable_of(const std::string& name) {
    std::string variable(prefix);
    for (const char byte : name) {
        if (byte == '.') {
            variable += '_';
        } else {
            variable += byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
        }
    }
    return variable;
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t column = 0; column <= right.size(); ++column) row[column] = column;
    for (std::size_t line = 1; line <= left.size(); ++line) {
        std::size_t diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column <= right.size(); ++column) {
            const std::size_t replaced = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({row[column] + 1, row[column - 1] + 1, replaced});
        }
    }
    return row.back();
}

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

class Loader {
  public:
    Loader(const std::string& path, const Environment& environment)
        : path_(path), environment_(environment), keys_(keys_of(loaded_.config)) {}

    Loaded load() {
        if (!path_.empty()) {
            file_ = read_toml(path_);
            loaded_.mistakes = file_.mistakes;
        }
        for (const Key& key : keys_) take(key);
        refuse_unknown();
        if (file_.mistakes.empty()) check_together();
        return std::move(loaded_);
    }

    std::set<std::string> known_names() const {
        std::set<std::string> names;
        for (const Key& key : keys_) {
            names.insert(key.name);
            if (key.secrecy == Key::Secrecy::secret) names.insert(key.name + "_file");
        }
        return names;
    }

  private:
    void mistake(std::string where, std::string what) {
        loaded_.mistakes.push_back({std::move(where), std::move(what)});
    }

    std::optional<Value> from_environment(const std::string& name) const {
        auto text = environment_(variable_of(name));
        if (!text) return std::nullopt;
        return Value{std::move(*text), variable_of(name), Value::Source::environment};
    }
    std::optional<Value> from_file(const std::string& name) const {
        const auto found = file_.values.find(name);
        return found == file_.values.end() ? std::nullopt : std::optional(found->second);
    }

    void take(const Key& key) {
        auto value = choose(key, from_environment(key.name), from_environment(key.name + "_file"));
        if (!value) value = choose(key, from_file(key.name), from_file(key.name + "_file"));
        if (!value) return;
        where_[key.name] = value->where;
        if (std::holds_alternative<std::monostate>(value->data) && value->where.empty()) return;  // said already
        if (std::string wrong = key.take(*value); !wrong.empty()) mistake(value->where, key.name + " " + wrong);
    }

    // Of one source: the value itself, or the contents of the file that it names.
    std::optional<Value> choose(const Key& key, std::optional<Value> direct, std::optional<Value> named) {
        if (key.secrecy == Key::Secrecy::open || !named) return direct;
        if (direct) mistake(named->where, key.name + " and " + key.name + "_file are both given; keep one");
        const auto* path = std::get_if<std::string>(&named->data);
        std::ifstream file(path == nullptr ? std::string() : *path, std::ios::binary);
        std::error_code ignored;
        if (!file.is_open() || std::filesystem::is_directory(*path, ignored)) {
            mistake(named->where, key.name + "_file must name a file that can be read");
            return Value{};
        }
        std::string text(largest_secret, '\0');
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
        return Value{std::string(strings::trim(text)), named->where, Value::Source::environment};
    }

    std::string suggestion(const std::string& unknown) const {
        std::string best;
        std::size_t best_distance = 4;
        for (const std::string& name : known_names()) {
            std::size_t distance = edit_distance(unknown, name);
            if (last_part(unknown) == last_part(name)) distance = std::min<std::size_t>(distance, 1);
            if (distance >= best_distance) continue;
            best_distance = distance;
            best = name;
        }
        return best.empty() ? "" : "; did you mean " + best + "?";
    }

    void refuse_unknown() {
        const std::set<std::string> known = known_names();
        for (const auto& [name, value] : file_.values) {
            if (!known.contains(name)) mistake(value.where, name + " is not a known key" + suggestion(name));
        }
        for (const auto& [section, where] : file_.sections) {
            const auto first = known.lower_bound(section + ".");
            const bool exists = first != known.end() && first->starts_with(section + ".");
            const bool has_keys = file_.values.lower_bound(section + ".") != file_.values.end() &&
                                  file_.values.lower_bound(section + ".")->first.starts_with(section + ".");
            if (!exists && !has_keys) mistake(where, "[" + section + "] is not a known section");
        }
    }

    std::string where(const std::string& name) const {
        const auto found = where_.find(name);
        if (found != where_.end()) return found->second;
        return path_.empty() ? variable_of(name) : path_;
    }

    void check_together() {
        const Config& config = loaded_.config;
        if (!where_.contains("instance.domain") || (config.instance.domain.empty() && !said("instance.domain"))) {
            mistake(where("instance.domain"),
                    "instance.domain is missing: the domain of people's addresses, as \"learn.example.org\"");
        }
        const bool certificate = where_.contains("http.tls_certificate") && !config.http.tls_certificate.empty();
        const bool key = where_.contains("http.tls_key") && !config.http.tls_key.empty();
        if (certificate && !key && !said("http.tls_key")) {
            mistake(where("http.tls_certificate"), "http.tls_certificate needs http.tls_key");
        }
        if (key && !certificate && !said("http.tls_certificate")) {
            mistake(where("http.tls_key"), "http.tls_key needs http.tls_certificate");
        }
        if (config.federation.mode == FederationMode::consortium && config.federation.consortium.empty() &&
            !said("federation.consortium")) {
            mistake(where("federation.mode"),
                    "federation.mode \"consortium\" needs the domains of its members in federation.consortium");
        }
    }

    bool said(const std::string& name) const {
        return std::any_of(loaded_.mistakes.begin(), loaded_.mistakes.end(),
                           [&name](const Mistake& mistake) { return mistake.what.starts_with(name + " "); });
    }

    const std::string path_;
    const Environment& environment_;
    Loaded loaded_;
    std::vector<Key> keys_;
    FileContents file_;
    std::map<std::string, std::string> where_;
};

// A variable whose section is ours but whose key is not: a spelling mistake that would go unseen.
void refuse_unknown_variables(const std::set<std::string>& known, std::vector<Mistake>& mistakes) {
    std::set<std::string> variables;
    std::set<std::string> sections;
    for (const std::string& name : known) {
        variables.insert(variable_of(name));
        sections.insert(variable_of(name.substr(0, name.find('.') + 1)));
    }
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::string name(text.substr(0, text.find('=')));
        const bool ours = std::any_of(sections.begin(), sections.end(),
                                      [&name](const std::string& section) { return name.starts_with(section); });
        if (ours && !variables.contains(name)) mistakes.push_back({name, "is not the variable of any known key"});
    }
}

}  // namespace

Loaded load(const std::string& path, const Environment& environment) {
    return Loader(path, environment).load();
}

Loaded load(const std::string& path) {
    const Environment environment = [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string(name).c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    Loader loader(path, environment);
    const std::set<std::string> known = loader.known_names();
    Loaded loaded = loader.load();
    refuse_unknown_variables(known, loaded.mistakes);
    return loaded;
}

}  // namespace collegium::config
