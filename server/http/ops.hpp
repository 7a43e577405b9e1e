// What operators ask: is it alive (/healthz, /health), can it serve (/readyz), what does it count (/metrics).
#pragma once

#include <functional>

#include "core/result.hpp"
#include "http/client_address.hpp"
#include "http/router.hpp"

namespace collegium::http {

// Answers once, from any thread; must not block the caller.
using ReadyCheck = std::function<void(std::function<void(Result<void>)>)>;

// /metrics is for this machine and for trusted proxies' own addresses; everyone else gets 404 (security.md
// PRX-06). A request that came through any proxy is someone else's, also when the proxy is not listed.
void mount_ops(Router& router, ReadyCheck ready, TrustedProxies proxies);

}  // namespace collegium::http
