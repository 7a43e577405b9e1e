// Files that are part of the program: style sheets, icons. Each has a strong ETag; asked for by its
// versioned address it may be cached for ever, otherwise for five minutes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace collegium::http {

class StaticFiles {
  public:
    // `path` as in "/assets/style.css"; `bytes` live as long as the program.
    void add(std::string path, std::string content_type, std::string_view bytes);
    // "/assets/style.css?v=1f2e3d4c5b6a", or the path itself when it is unknown.
    std::string url(std::string_view path) const;
    // Before the server starts. What was added stays available to the router when this object is gone.
    void mount(Router& router) const;

  private:
    struct File {
        std::string content_type;
        std::string_view bytes;
        std::string version;  // of the content
    };
    static Response serve(const File& file, const Request& request);
    std::map<std::string, std::shared_ptr<const File>, std::less<>> files_;
};

}  // namespace collegium::http
