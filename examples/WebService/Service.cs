using System.Text.Json;
using Kerasharp;

namespace WebService;

/// <summary>The web application.</summary>
public static class Service
{
    /// <summary>Builds it around a model's file.</summary>
    public static WebApplication Build(string modelPath, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(_ => OnnxModel.Load(modelPath));
        builder.Services.AddSingleton<Batcher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Batcher>());
        var app = builder.Build();
        app.MapGet("/health", (Batcher batcher) => batcher.IsAlive ? Results.Ok("ready") : Results.StatusCode(503));
        app.MapPost("/predict", PredictAsync);
        return app;
    }

    // The body is read here, not by the framework, so that what is wrong with it can be said in our own words.
    private static async Task<IResult> PredictAsync(
        HttpRequest request,
        Batcher batcher,
        CancellationToken cancellation
    )
    {
        PredictRequest? body;
        try
        {
            body = await request.ReadFromJsonAsync<PredictRequest>(cancellation);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Bad($"The body is no JSON of the form {{\"pixels\": [numbers]}}: {error.Message}");
        }
        if (body?.Pixels is not { } pixels)
            return Bad("The body lacks 'pixels'. Send {\"pixels\": [numbers]}.");
        if (pixels.Length != batcher.Length)
            return Bad($"{pixels.Length} pixels came; {batcher.Length} were expected, row by row.");
        if (Array.FindIndex(pixels, p => !float.IsFinite(p) || p < 0 || p > 1) is var wrong and >= 0)
            return Bad(
                FormattableString.Invariant($"Pixel {wrong} is {pixels[wrong]}; numbers from 0 to 1 were expected.")
            );
        float[] probabilities = await batcher.PredictAsync(pixels, cancellation);
        return Results.Ok(new PredictResponse(Array.IndexOf(probabilities, probabilities.Max()), probabilities));
    }

    private static IResult Bad(string error) => Results.BadRequest(new ErrorResponse(error));
}
