#include "storage/media/s3_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <vector>

#include <curl/curl.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"
#include "core/url.hpp"
#include "storage/media/s3_listing.hpp"

namespace collegium::media {
namespace {

constexpr long connect_milliseconds = 5'000;
constexpr long total_milliseconds = 60'000;
constexpr long slowest_bytes_a_second = 1024;  // for ten seconds: it hangs
constexpr long slow_seconds = 10;
constexpr std::int64_t pause_milliseconds = 2'000;
constexpr std::size_t most_idle_handles = 16;
constexpr std::size_t largest_page = 8 * 1024 * 1024;  // of a list; a thousand files take some 400 kB
constexpr std::size_t largest_error = 16 * 1024;
constexpr int most_pages = 100'000;

enum class Verb { put, get, head, erase };

std::int64_t steady_milliseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::string from_environment(const std::string& given, const char* name) {
    const char* value = given.empty() ? std::getenv(name) : nullptr;
    return value == nullptr ? given : std::string(value);
}

// The code of S3's error documents, for the log.
std::string code_in(std::string_view body) {
    const auto start = body.find("<Code>");
    const auto end = body.find("</Code>");
    if (start == std::string_view::npos || end == std::string_view::npos || end < start) return "";
    return std::string(body.substr(start + 6, std::min<std::size_t>(end - start - 6, 80)));
}

struct Sink {
    std::string bytes;
    std::size_t most = 0;
};

std::size_t collect(char* data, std::size_t size, std::size_t count, void* target) {
    auto& sink = *static_cast<Sink*>(target);
    if (sink.bytes.size() + size * count > sink.most) return 0;  // ends the transfer
    sink.bytes.append(data, size * count);
    return size * count;
}

struct Headers {
    Headers() = default;
    Headers(const Headers&) = delete;
    Headers& operator=(const Headers&) = delete;
    ~Headers() { curl_slist_free_all(list); }
    void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
    curl_slist* list = nullptr;
};

Error no_such_file() {
    return Error(Errc::not_found, "There is no such file.");
}

}  // namespace

struct S3Store::Request {
    Verb verb = Verb::get;
    std::string address;
    std::string_view body;
    std::string range;                 // "0-99" or ""
    std::size_t most = largest_error;  // bytes of an answer
};

struct S3Store::Answer {
    long status = 0;
    std::uint64_t length = 0;  // as announced
    std::string body;
    bool good() const { return status >= 200 && status < 300; }
};

// Connections that are kept open, each for one request at a time.
class S3Store::Handles {
  public:
    ~Handles() {
        for (auto* handle : idle_) curl_easy_cleanup(handle);
    }
    CURL* take() {
        std::lock_guard lock(mutex_);
        if (idle_.empty()) return curl_easy_init();
        auto* handle = idle_.back();
        idle_.pop_back();
        return handle;
    }
    void give_back(CURL* handle) {
        curl_easy_reset(handle);
        std::lock_guard lock(mutex_);
        if (idle_.size() < most_idle_handles)
            idle_.push_back(handle);
        else
            curl_easy_cleanup(handle);
    }

  private:
    std::mutex mutex_;
    std::vector<CURL*> idle_;
};

namespace {

void set_transport(CURL* handle, const Access& access) {
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    // The system's anchors are a folder, too, and count beside this file.
    if (!access.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, access.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, total_milliseconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, slowest_bytes_a_second);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, slow_seconds);
}

void set_verb(CURL* handle, Verb verb, std::string_view body) {
    switch (verb) {
        case Verb::put:
            curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
            curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
            curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "PUT");
            return;
        case Verb::get: curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L); return;
        case Verb::head: curl_easy_setopt(handle, CURLOPT_NOBODY, 1L); return;
        case Verb::erase: curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "DELETE"); return;
    }
}

}  // namespace

S3Store::S3Store(config::S3Place place, Access access)
    : place_(std::move(place)), access_(std::move(access)), handles_(std::make_unique<Handles>()) {
    start_curl();
}

S3Store::~S3Store() = default;

std::string S3Store::address_of(std::string_view key) const {
    return place_.endpoint + "/" + place_.bucket + "/" + place_.prefix + std::string(key);
}

Error S3Store::fault(const Request& request, long status, const std::string& why) const {
    const auto detail = request.address + ": " + (status > 0 ? "status " + std::to_string(status) + " " : "") + why;
    log::error("media store", {{"reason", detail}});
    return Error(Errc::unavailable, "Files cannot be stored or read at present.", detail);
}

Result<S3Store::Answer> S3Store::send(const Request& request) {
    if (steady_milliseconds() < paused_until_.load()) return fault(request, 0, "was out of reach a moment ago");
    CURL* handle = handles_->take();
    if (handle == nullptr) return fault(request, 0, "no memory for a request");
    Sink sink{{}, request.most};
    Headers headers;
    headers.add("x-amz-content-sha256: " + hex_encode(sha256(request.body)));
    if (request.verb == Verb::put) headers.add("Content-Type: application/octet-stream");
    const auto signing = "aws:amz:" + place_.region + ":s3";
    char why[CURL_ERROR_SIZE] = {};
    set_transport(handle, access_);
    set_verb(handle, request.verb, request.body);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, why);
    curl_easy_setopt(handle, CURLOPT_URL, request.address.c_str());
    curl_easy_setopt(handle, CURLOPT_AWS_SIGV4, signing.c_str());
    curl_easy_setopt(handle, CURLOPT_USERNAME, access_.access_key.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, access_.secret_key.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.list);
    if (!request.range.empty()) curl_easy_setopt(handle, CURLOPT_RANGE, request.range.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &sink);
    const auto code = curl_easy_perform(handle);
    Answer answer;
    curl_off_t length = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    handles_->give_back(handle);
    if (code != CURLE_OK) {
        if (code != CURLE_WRITE_ERROR) paused_until_ = steady_milliseconds() + pause_milliseconds;
        return fault(request, 0, *why != '\0' ? why : curl_easy_strerror(code));
    }
    answer.length = length > 0 ? static_cast<std::uint64_t>(length) : 0;
    answer.body = std::move(sink.bytes);
    return answer;
}

Result<std::string> S3Store::put(std::string_view bytes) {
    std::string key = hex_encode(sha256(bytes));
    Request request;
    request.verb = Verb::put;
    request.address = address_of(key);
    request.body = bytes;
    // Also when it is there: a fresh time keeps clean-up away from it until the new row is there.
    COLLEGIUM_TRY(const auto answer, send(request));
    if (!answer.good()) return fault(request, answer.status, code_in(answer.body));
    return key;
}

Result<std::uint64_t> S3Store::size(std::string_view key) {
    if (!is_key(key)) return no_such_file();
    Request request;
    request.verb = Verb::head;
    request.address = address_of(key);
    COLLEGIUM_TRY(const auto answer, send(request));
    if (answer.status == 404) return no_such_file();
    if (!answer.good()) return fault(request, answer.status, "");
    return answer.length;
}

Result<std::string> S3Store::read(std::string_view key, std::uint64_t offset, std::uint64_t length) {
    if (!is_key(key)) return no_such_file();
    if (length == 0) return std::string();
    Request request;
    request.address = address_of(key);
    const auto last = length > UINT64_MAX - offset ? UINT64_MAX : offset + length - 1;
    request.range = std::to_string(offset) + "-" + std::to_string(std::min<std::uint64_t>(last, INT64_MAX));
    request.most = std::max<std::size_t>(length, largest_error);
    COLLEGIUM_TRY(auto answer, send(request));
    if (answer.status == 404) return no_such_file();
    if (answer.status == 416) return std::string();  // it ends before
    if (answer.status != 206 && !(answer.status == 200 && offset == 0))
        return fault(request, answer.status, code_in(answer.body));
    if (answer.body.size() > length) return fault(request, answer.status, "more than was asked for");
    return std::move(answer.body);
}

Result<void> S3Store::remove(std::string_view key) {
    COLLEGIUM_CHECK(size(key));  // S3 calls it a success when there was nothing
    Request request;
    request.verb = Verb::erase;
    request.address = address_of(key);
    COLLEGIUM_TRY(const auto answer, send(request));
    if (answer.status == 404) return no_such_file();
    if (!answer.good()) return fault(request, answer.status, code_in(answer.body));
    return ok();
}

Result<void> S3Store::each(const std::function<void(const StoredFile&)>& visit) {
    std::string next;
    for (int page = 0; page < most_pages; ++page) {
        Request request;
        request.address = place_.endpoint + "/" + place_.bucket + "?";
        // In the order of their names, as they are signed.
        if (!next.empty()) request.address += "continuation-token=" + percent_encode(next) + "&";
        request.address += "list-type=2";
        if (!place_.prefix.empty()) request.address += "&prefix=" + percent_encode(place_.prefix);
        request.most = largest_page;
        COLLEGIUM_TRY(const auto answer, send(request));
        if (!answer.good()) return fault(request, answer.status, code_in(answer.body));
        auto listing = parse_s3_listing(answer.body, place_.prefix);
        for (const auto& file : listing.files) visit(file);
        if (listing.next.empty() || listing.next == next) return ok();
        next = std::move(listing.next);
    }
    return ok();
}

Result<std::unique_ptr<MediaStore>> open_s3_store(const std::string& url, const Access& access) {
    auto place = config::parse_s3_url(url);
    if (!place) return Error(Errc::bad_request, "storage.media " + place.error().message());
    Access whole = access;
    whole.access_key = from_environment(access.access_key, "AWS_ACCESS_KEY_ID");
    whole.secret_key = from_environment(access.secret_key, "AWS_SECRET_ACCESS_KEY");
    if (whole.access_key.empty() || whole.secret_key.empty())
        return Error(Errc::bad_request,
                     "The media store needs storage.media_access_key and storage.media_secret_key, or the variables "
                     "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    return std::unique_ptr<MediaStore>(std::make_unique<S3Store>(std::move(*place), std::move(whole)));
}

}  // namespace collegium::media
