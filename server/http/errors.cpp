#include "http/errors.hpp"

#include "core/json.hpp"
#include "core/strings.hpp"

namespace collegium::http {
namespace {

// RFC 6749 sections 4.1.2.1 and 5.2.
const char* oauth_code(int status) {
    switch (status) {
        case 401: return "invalid_client";
        case 403: return "access_denied";
        case 500: return "server_error";
        case 429:
        case 502:
        case 503: return "temporarily_unavailable";
        default: return "invalid_request";
    }
}

std::string json_error(std::string_view message) {
    json::Writer writer;
    writer.begin_object().field("error", std::string(message)).end_object();
    return writer.take();
}

// Errors whose message is itself a code of RFC 6749 5.2, and what people are told. Clients look for the words
// "Client authentication failed" before they register anew.
struct OauthText {
    std::string_view code;
    const char* description;
};
constexpr OauthText oauth_texts[] = {
    {"invalid_client", "Client authentication failed due to unknown client or wrong secret."},
    {"invalid_grant", "The authorization code is invalid, expired, used, or was issued to another client or address."},
    {"invalid_scope", "The requested scope is invalid, unknown, or more than the client registered for."},
    {"unauthorized_client", "The client may not do this."},
    {"unsupported_grant_type", "Only authorization_code and client_credentials are supported."},
};

std::string oauth_error(int status, std::string_view message) {
    std::string_view code = oauth_code(status);
    std::string description(message);
    for (const auto& text : oauth_texts) {
        if (text.code != message) continue;
        code = text.code;
        description = text.description;
    }
    json::Writer writer;
    writer.begin_object();
    writer.field("error", code).field("error_description", description);
    writer.end_object();
    return writer.take();
}

std::string plain_page(std::string_view title, std::string_view message) {
    const auto heading = strings::escape_html(title);
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">";
    page += "<meta name=\"viewport\" content=\"width=device-width\"><title>" + heading + "</title></head>";
    page += "<body><main><h1>" + heading + "</h1><p>" + strings::escape_html(message) + "</p>";
    page += "<p><a href=\"/\">Back to the start page</a></p></main></body></html>\n";
    return page;
}

// Quoted-string of RFC 9110 5.6.4; messages are ours, but may quote a parameter.
std::string quoted(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f) out.push_back(c);
    }
    return out;
}

bool is_temporary(int status) {
    return status == 429 || status == 502 || status == 503;
}

}  // namespace

int status_of(Errc code) {
    switch (code) {
        case Errc::bad_request: return 400;
        case Errc::unauthorized: return 401;
        case Errc::forbidden: return 403;
        case Errc::not_found: return 404;
        case Errc::not_acceptable: return 406;
        case Errc::conflict: return 409;
        case Errc::gone: return 410;
        case Errc::too_large: return 413;
        case Errc::unsupported_type: return 415;
        case Errc::unprocessable: return 422;
        case Errc::too_many_requests: return 429;
        case Errc::bad_upstream: return 502;
        case Errc::timeout:
        case Errc::unreachable:
        case Errc::unavailable: return 503;
        case Errc::internal: return 500;
    }
    return 500;
}

const char* reason_of(int status) {
    switch (status) {
        case 100: return "Continue";
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

Response status_response(int status, std::string_view message, Audience audience, PageRenderer page) {
    Response response;
    switch (audience) {
        case Audience::client_api:
        case Audience::server: response = Response::json(json_error(message), status); break;
        case Audience::oauth: response = Response::json(oauth_error(status, message), status); break;
        case Audience::page:
            response = Response::html(
                page ? page(status, reason_of(status), message) : plain_page(reason_of(status), message), status);
            break;
    }
    if (status == 401)
        response.set("WWW-Authenticate", "Bearer realm=\"Collegium\", error=\"invalid_token\", error_description=\"" +
                                             quoted(message) + "\"");
    if (is_temporary(status)) response.set("Retry-After", status == 429 ? "60" : "10");
    response.set("Cache-Control", "no-store");
    return response;
}

Response error_response(const Error& error, Audience audience, PageRenderer page) {
    return status_response(status_of(error.code()), error.message(), audience, page);
}

}  // namespace collegium::http
