using System.Net;
using System.Net.Http.Json;
using System.Text;
using Kerasharp.Datasets;
using Microsoft.AspNetCore.Builder;
using WebService;

namespace Kerasharp.Examples.Tests;

/// <summary>The service of examples/WebService, on a real port.</summary>
public sealed class WebServiceTests : IAsyncLifetime
{
    private readonly string _model = DigitModel.Train(epochs: 3);
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = Service.Build(_model, ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"]);
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
        File.Delete(_model);
    }

    [Fact]
    public async Task Answers_200_requests_at_once_with_the_model_s_numbers()
    {
        var (_, test) = Digits.Load();
        var images = Enumerable.Range(0, 200).Select(i => Row(test.X, i)).ToArray();
        using var model = OnnxModel.Load(_model);
        var expected = model.Predict(test.X);

        var answers = await Task.WhenAll(images.Select(Ask));

        for (int i = 0; i < 200; i++)
        {
            for (int k = 0; k < 10; k++)
                Assert.Equal(expected[i, k], answers[i].Probabilities[k], 1e-5f);
            Assert.Equal(answers[i].Probabilities.Max(), answers[i].Probabilities[answers[i].Digit]);
        }
    }

    [Fact]
    public async Task Tells_that_it_is_ready() =>
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/health")).StatusCode);

    [Theory]
    [InlineData("no json", "no JSON of the form")]
    [InlineData("{}", "lacks 'pixels'")]
    [InlineData("null", "lacks 'pixels'")]
    [InlineData("{\"pixels\":\"none\"}", "no JSON of the form")]
    [InlineData("{\"pixels\":[0.5,0.5]}", "2 pixels came; 64 were expected")]
    [InlineData("{\"pixels\":[1e99]}", "1 pixels came|no JSON of the form")]
    public async Task Refuses_malformed_requests_and_says_why(string body, string part)
    {
        var response = await _client.PostAsync("/predict", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string error = (await response.Content.ReadFromJsonAsync<ErrorResponse>())!.Error;
        Assert.Contains(part.Split('|'), p => error.Contains(p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_pixels_out_of_range()
    {
        var pixels = new float[64];
        pixels[7] = 2;

        var response = await _client.PostAsJsonAsync("/predict", new PredictRequest(pixels));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "Pixel 7 is 2; numbers from 0 to 1 were expected.",
            (await response.Content.ReadFromJsonAsync<ErrorResponse>())!.Error
        );
    }

    [Fact]
    public async Task Refuses_other_content_types()
    {
        var response = await _client.PostAsync("/predict", new StringContent("pixels", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static float[] Row(System.Numerics.Tensors.Tensor<float> x, int index)
    {
        var pixels = new float[64];
        for (int i = 0; i < 64; i++)
            pixels[i] = x[index, i / 8, i % 8, 0];
        return pixels;
    }

    private async Task<PredictResponse> Ask(float[] pixels)
    {
        var response = await _client.PostAsJsonAsync("/predict", new PredictRequest(pixels));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<PredictResponse>())!;
    }
}
