using Microsoft.Extensions.FileProviders;

namespace TrainAnywhere;

/// <summary>The page with its parts: its own files, those of the step, and ONNX Runtime for browsers.</summary>
public static class Page
{
    /// <summary>Builds the site around the folder of a step.</summary>
    public static WebApplication Build(string stepFolder, string[] args, string? root = null)
    {
        root ??=
            Path.GetFullPath("examples/TrainAnywhere") is var beside && Directory.Exists(beside)
                ? beside
                : Directory.GetCurrentDirectory();
        string runtime = Path.Combine(root, "node_modules", "onnxruntime-web", "dist");
        if (!Directory.Exists(runtime))
            throw new DirectoryNotFoundException(
                $"'{runtime}' is not there; the page needs onnxruntime-web. Run: npm ci --prefix {root}"
            );
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = root });
        var app = builder.Build();
        app.UseDefaultFiles();
        Serve("", Path.Combine(root, "wwwroot"));
        Serve("/ort", runtime);
        Serve("/step", Path.GetFullPath(stepFolder));
        return app;

        void Serve(string path, string folder) =>
            app.UseStaticFiles(
                new StaticFileOptions
                {
                    FileProvider = new PhysicalFileProvider(folder),
                    RequestPath = path,
                    // Models and web assembly have types that the framework does not all know.
                    ServeUnknownFileTypes = true,
                    OnPrepareResponse = static file =>
                    {
                        if (file.File.Name.EndsWith(".mjs", StringComparison.Ordinal))
                            file.Context.Response.ContentType = "text/javascript";
                    },
                }
            );
    }
}
