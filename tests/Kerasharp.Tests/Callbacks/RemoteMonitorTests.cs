using System.Net;
using System.Net.Sockets;
using System.Text;
using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

public class RemoteMonitorTests
{
    [Fact]
    public async Task JsonIsSentAsSuch()
    {
        using var server = new Server("200 OK");
        var monitor = new RemoteMonitor(
            server.Root,
            "/here/",
            headers: new Dictionary<string, string> { ["X-Token"] = "abc", ["Content-Type"] = "application/x-mine" },
            sendAsJson: true
        );
        monitor.OnEpochEnd(2, new Logs { ["loss"] = 0.5, ["val_loss"] = double.NaN });
        string request = await server.Request;
        Assert.StartsWith("POST /here/ HTTP/1.1\r\n", request);
        Assert.Contains("\r\nX-Token: abc\r\n", request);
        Assert.Contains("\r\nContent-Type: application/x-mine\r\n", request);
        Assert.EndsWith("\r\n\r\n{\"epoch\":2,\"loss\":0.5,\"val_loss\":null}", request);
    }

    [Fact]
    public async Task OrInAForm()
    {
        using var server = new Server("200 OK");
        new RemoteMonitor(server.Root, field: "of").OnEpochEnd(0, new Logs { ["loss"] = 1 });
        string request = await server.Request;
        Assert.StartsWith("POST /publish/epoch/end/ HTTP/1.1\r\n", request);
        Assert.Contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n", request);
        Assert.EndsWith("\r\n\r\nof=" + Uri.EscapeDataString("{\"epoch\":0,\"loss\":1}"), request);
    }

    [Fact]
    public async Task FailuresAreOnlyWarnedOf()
    {
        var warnings = new StringWriter();
        using (var server = new Server("500 Broken"))
        {
            var refused = new RemoteMonitor(server.Root) { Warnings = warnings };
            refused.OnEpochEnd(0, new Logs());
            await server.Request;
        }
        Assert.Contains("it answered 500. Training goes on.", warnings.ToString());

        string gone;
        using (var server = new Server("200 OK"))
            gone = server.Root;
        using var model = Scripted.Model();
        var monitor = new RemoteMonitor(gone) { Warnings = warnings };
        Assert.Equal(2, model.Fit(Scripted.X, Scripted.Y, epochs: 2, verbose: 0, callbacks: [monitor])["loss"].Count);
        Assert.Contains($"RemoteMonitor could not send to {gone}/publish/epoch/end/: ", warnings.ToString());
    }

    [Fact]
    public void OtherAddressesAreRefused() =>
        Assert.StartsWith(
            "The address 'localhost/a' came; one that begins with 'http://'",
            Assert.Throws<ArgumentException>(() => new RemoteMonitor("localhost", "/a")).Message
        );

    /// <summary>Answers one request.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Server(string answer)
        {
            _listener.Start();
            Root = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
            Request = Task.Run(() => Answer(answer));
        }

        public string Root { get; }

        public Task<string> Request { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> Answer(string answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var text = new StringBuilder();
            var buffer = new byte[4096];
            while (!IsWhole(text.ToString()))
            {
                int read = await stream.ReadAsync(buffer);
                if (read == 0)
                    break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            );
            return text.ToString();
        }

        private static bool IsWhole(string text)
        {
            int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (body < 0)
                return false;
            const string name = "Content-Length: ";
            int at = text.IndexOf(name, StringComparison.Ordinal) + name.Length;
            int length = int.Parse(text[at..text.IndexOf('\r', at)]);
            return text.Length >= body + 4 + length;
        }
    }
}
