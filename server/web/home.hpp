// The member's start page, which is also where a post that was refused is shown again.
#pragma once

#include <string>

#include "domain/context.hpp"
#include "http/request.hpp"
#include "web/views/posts.hpp"
#include "web/visit.hpp"

namespace collegium::web {

// `fault`: what is wrong with the post in the composer; "" when nothing is. The visitor is signed in.
http::Response home_page(domain::Context& context, const http::Request& request, const Visit& visit,
                         const Composer& composer, const std::string& fault);

}  // namespace collegium::web
