using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Kerasharp.Callbacks;

/// <summary>Sends epoch, loss and metrics to a server after every epoch, as JSON by HTTP POST.</summary>
/// <remarks>
/// Keras: <c>keras.callbacks.RemoteMonitor</c>. A server that is not reached, or refuses, is only warned of, on standard error. JSON has no
/// NaN and no infinity; they are sent as null.
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 10, callbacks: [new RemoteMonitor("http://localhost:9000", sendAsJson: true)]);</code></example>
public sealed class RemoteMonitor : Callback
{
    // A server that is silent must not hold training up for long.
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Uri _address;

    /// <summary>Makes one.</summary>
    /// <param name="root">The server: <c>http://</c> or <c>https://</c>.</param>
    /// <param name="path">Where on the server.</param>
    /// <param name="field">The field of the form that holds the JSON, unless it is sent as such.</param>
    /// <param name="headers">Further headers; none by default.</param>
    /// <param name="sendAsJson">Whether JSON is sent as <c>application/json</c> rather than in a form.</param>
    /// <exception cref="ArgumentException">Root and path make no address.</exception>
    public RemoteMonitor(
        string root = "http://localhost:9000",
        string path = "/publish/epoch/end/",
        string field = "data",
        IReadOnlyDictionary<string, string>? headers = null,
        bool sendAsJson = false
    )
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentException.ThrowIfNullOrEmpty(field);
        if (!Uri.TryCreate(root + path, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException(
                $"The address '{root}{path}' came; one that begins with 'http://' or 'https://' was expected. Give such a root.",
                nameof(root)
            );
        _address = address;
        Root = root;
        Path = path;
        Field = field;
        Headers = headers;
        SendAsJson = sendAsJson;
    }

    /// <summary>The server.</summary>
    public string Root { get; }

    /// <summary>Where on the server.</summary>
    public string Path { get; }

    /// <summary>The field of the form that holds the JSON.</summary>
    public string Field { get; }

    /// <summary>Further headers, or null.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; }

    /// <summary>Whether JSON is sent as such rather than in a form.</summary>
    public bool SendAsJson { get; }

    /// <summary>Where warnings go: standard error.</summary>
    internal TextWriter Warnings { get; set; } = Console.Error;

    internal override bool WantsBatches => false;

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        string json = Json(epoch, logs);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = SendAsJson
                ? new StringContent(json, Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent([KeyValuePair.Create(Field, json)]),
        };
        foreach (var (name, value) in Headers ?? new Dictionary<string, string>())
            Set(request, name, value);
        try
        {
            using var response = Client.Send(request);
            if (!response.IsSuccessStatusCode)
                Warn(FormattableString.Invariant($"it answered {(int)response.StatusCode}"));
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Warn(error.Message);
        }
    }

    private static string Json(int epoch, Logs logs)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("epoch", epoch);
            foreach (var (name, value) in logs)
            {
                if (double.IsFinite(value))
                    writer.WriteNumber(name, value);
                else
                    writer.WriteNull(name);
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Some headers belong to the content, as its type.</summary>
    private static void Set(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.TryAddWithoutValidation(name, value))
            return;
        HttpContentHeaders content = request.Content!.Headers;
        content.Remove(name);
        content.TryAddWithoutValidation(name, value);
    }

    private void Warn(string why) =>
        Warnings.WriteLine($"RemoteMonitor could not send to {_address}: {why.TrimEnd('.')}. Training goes on.");
}
