using Microsoft.Extensions.FileProviders;

namespace DrawDigit;

/// <summary>The page with its parts: its own files, the model, and ONNX Runtime for browsers.</summary>
public static class Page
{
    /// <summary>Builds the site around a model's file.</summary>
    public static WebApplication Build(string modelPath, string[] args, string? root = null)
    {
        root ??=
            Path.GetFullPath("examples/DrawDigit") is var beside && Directory.Exists(beside)
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
        app.UseStaticFiles();
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(runtime),
                RequestPath = "/ort",
                // Web assembly and modules have types that the framework does not all know.
                ServeUnknownFileTypes = true,
                OnPrepareResponse = static file =>
                {
                    if (file.File.Name.EndsWith(".mjs", StringComparison.Ordinal))
                        file.Context.Response.ContentType = "text/javascript";
                },
            }
        );
        app.MapGet("/model.onnx", () => Results.File(Path.GetFullPath(modelPath), "application/octet-stream"));
        return app;
    }
}
