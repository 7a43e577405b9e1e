#include "config/media_url.hpp"

#include <algorithm>

#include "core/url.hpp"

namespace collegium::config {
namespace {

constexpr std::string_view scheme = "s3://";

Error wrong(const std::string& what) {
    return Error(Errc::bad_request, "must be \"s3://bucket?endpoint=https://host\": " + what);
}

bool is_lower_or_digit(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

bool is_bucket(std::string_view name) {
    return name.size() >= 3 && name.size() <= 63 && is_lower_or_digit(name.front()) && is_lower_or_digit(name.back()) &&
           std::all_of(name.begin(), name.end(),
                       [](char byte) { return is_lower_or_digit(byte) || byte == '-' || byte == '.'; });
}

// Only what no signature has to escape.
bool is_prefix(std::string_view name) {
    return name.size() <= 200 && name.find("//") == std::string_view::npos &&
           name.find("..") == std::string_view::npos && std::all_of(name.begin(), name.end(), [](char byte) {
               return is_lower_or_digit(byte) || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' ||
                      byte == '.' || byte == '/';
           });
}

Result<void> take_endpoint(S3Place& place, const std::string& text) {
    const auto url = parse_url(text);
    if (!url || url->path != "/" || !url->query.empty() || !url->fragment.empty())
        return wrong("the endpoint is no address of a server");
    place.endpoint = url->origin();
    return ok();
}

Result<void> take_region(S3Place& place, const std::string& text) {
    const bool good = !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char byte) {
        return is_lower_or_digit(byte) || byte == '-';
    });
    if (!good) return wrong("a region is a word such as eu-central-1");
    place.region = text;
    return ok();
}

Result<void> take_parameters(S3Place& place, std::string_view query) {
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = pair.substr(0, equals);
        const auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())));
        if (name == "endpoint") {
            COLLEGIUM_CHECK(take_endpoint(place, value));
        } else if (name == "region") {
            COLLEGIUM_CHECK(take_region(place, value));
        } else {
            return wrong("only endpoint and region may stand behind the question mark");
        }
    }
    return ok();
}

}  // namespace

Result<S3Place> parse_s3_url(std::string_view text) {
    if (!text.starts_with(scheme) || text.size() > 1000) return wrong("it begins with s3://");
    text.remove_prefix(scheme.size());
    const auto question = std::min(text.find('?'), text.size());
    const auto path = text.substr(0, question);
    const auto slash = std::min(path.find('/'), path.size());
    S3Place place;
    place.bucket = std::string(path.substr(0, slash));
    place.prefix = std::string(path.substr(std::min(slash + 1, path.size())));
    if (!place.prefix.empty() && !place.prefix.ends_with('/')) place.prefix += '/';
    if (!is_bucket(place.bucket)) return wrong("a bucket's name has 3 to 63 of a-z, 0-9, \"-\" and \".\"");
    if (!is_prefix(place.prefix))
        return wrong("a folder in the bucket is made of letters, digits, \"-\", \"_\", \".\"");
    COLLEGIUM_CHECK(take_parameters(place, text.substr(std::min(question + 1, text.size()))));
    if (place.endpoint.empty()) return wrong("the endpoint is missing");
    return place;
}

}  // namespace collegium::config
