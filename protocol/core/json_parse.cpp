#include <algorithm>
#include <charconv>
#include <cmath>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "core/json.hpp"
#include "core/strings.hpp"

namespace collegium::json {
namespace {

// Longer spellings of a number are nobody's honest work, and RapidJSON's own conversion has had its faults.
constexpr std::size_t longest_number = 64;

bool has_duplicate_names(const Object& members) {
    if (members.size() < 2) return false;
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& [name, value] : members) names.push_back(name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

// Takes RapidJSON's events, counts, and builds; returning false stops the parser at that byte.
// The tree never gets deeper or larger than the limits, so that destroying it is safe as well.
class Builder {
  public:
    explicit Builder(const Limits& limits) : limits_(limits) {}

    bool Null() { return add(Value()); }
    bool Bool(bool flag) { return add(Value(flag)); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        return add_number(std::string_view(text, length));
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        const std::string_view view(text, length);
        return check_text(view) && add(Value(view));
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        const std::string_view view(text, length);
        if (!check_text(view) || !count()) return false;
        open_.back().name = view;
        return true;
    }
    bool StartObject() { return start(Kind::object); }
    bool EndObject(rapidjson::SizeType) {
        if (has_duplicate_names(open_.back().members)) return fail("duplicate name");
        Value finished(std::move(open_.back().members));
        open_.pop_back();
        return place(std::move(finished));
    }
    bool StartArray() { return start(Kind::array); }
    bool EndArray(rapidjson::SizeType) {
        Value finished(std::move(open_.back().items));
        open_.pop_back();
        return place(std::move(finished));
    }
    // Never called: numbers come as text.
    bool Int(int) { return fail("number"); }
    bool Uint(unsigned) { return fail("number"); }
    bool Int64(std::int64_t) { return fail("number"); }
    bool Uint64(std::uint64_t) { return fail("number"); }
    bool Double(double) { return fail("number"); }

    Value take() { return std::move(root_); }
    const char* reason() const { return reason_; }

  private:
    enum class Kind { object, array };
    struct Container {
        Kind kind;
        Object members;
        Array items;
        std::string name;  // of the member whose value comes next
    };

    bool fail(const char* reason) {
        reason_ = reason;
        return false;
    }
    bool count() { return ++values_ <= limits_.values || fail("too many values"); }
    bool check_text(std::string_view text) {
        if (!strings::is_valid_utf8(text)) return fail("invalid UTF-8");
        return text.find('\0') == std::string_view::npos || fail("NUL in a string");
    }
    bool add_number(std::string_view text) {
        if (text.size() > longest_number) return fail("number too long");
        const char* end = text.data() + text.size();
        std::int64_t whole = 0;
        const auto [whole_end, whole_error] = std::from_chars(text.data(), end, whole);
        if (whole_error == std::errc() && whole_end == end) return add(Value(whole));
        double real = 0;
        const auto [real_end, real_error] = std::from_chars(text.data(), end, real);
        if (real_error != std::errc() || real_end != end || !std::isfinite(real)) {
            return fail("number out of range");
        }
        return add(Value(real));
    }
    bool add(Value value) { return count() && place(std::move(value)); }
    bool place(Value value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Container& parent = open_.back();
        switch (parent.kind) {
            case Kind::object: parent.members.emplace_back(std::move(parent.name), std::move(value)); break;
            case Kind::array: parent.items.push_back(std::move(value)); break;
        }
        return true;
    }
    bool start(Kind kind) {
        if (!count()) return false;
        if (open_.size() >= limits_.depth) return fail("nested too deep");
        open_.push_back(Container{kind, {}, {}, {}});
        return true;
    }

    const Limits& limits_;
    std::vector<Container> open_;
    Value root_;
    std::size_t values_ = 0;
    const char* reason_ = nullptr;
};

Error syntax_error(const char* reason, std::size_t position) {
    return Error(Errc::bad_request,
                 "This is not valid JSON: " + std::string(reason) + " at byte " + std::to_string(position) + ".");
}

}  // namespace

Result<Value> parse(std::string_view text, Limits limits) {
    if (text.size() > limits.bytes) {
        return Error(Errc::too_large, "This JSON document is larger than " + std::to_string(limits.bytes) + " bytes.");
    }
    // Iterative, so that depth costs heap and not stack (security.md DOS-07).
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(limits);
    const rapidjson::ParseResult outcome = reader.Parse<flags>(stream, builder);
    if (outcome.IsError()) {
        const char* reason =
            builder.reason() != nullptr ? builder.reason() : rapidjson::GetParseError_En(outcome.Code());
        return syntax_error(reason, outcome.Offset());
    }
    // The stream reads a NUL byte as its end; what follows would go unseen.
    if (stream.Tell() != text.size()) return syntax_error("NUL", stream.Tell());
    return builder.take();
}

}  // namespace collegium::json
