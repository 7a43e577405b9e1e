const Routes<Context> routes = {
    {Method::get, prefix + "/statuses/:id", Lane::read, Audience::client_api, show},
    {Method::get, "/api/v1" "/polls", Lane::read, Audience::client_api, show},
    {Method::get, fmt::format("/api/{}", 1), Lane::read, Audience::client_api, show},
    {Method::get, "api/v1/x", Lane::read, Audience::client_api, show},
    {Method::get, "/api/v1/y/", Lane::read, Audience::client_api, show},
    {Method::get, "/api/v1/z/:id", Lane::read, Audience::client_api, show},
    {Method::get, path_of_inbox, Audience::server, RouteOptions(), inbox},
};
