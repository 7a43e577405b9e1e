const Routes<Context> routes = {
    {Method::post, "/api/v1/z/:name", Lane::read, Audience::page, show},
    {Method::get, "/api/v1/z/:name", Lane::read, Audience::page, show},
};
