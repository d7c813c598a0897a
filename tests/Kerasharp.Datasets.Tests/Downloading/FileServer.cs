using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kerasharp.Datasets.Tests;

/// <summary>A server of one file on this machine, that can be told to misbehave.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private readonly CancellationTokenSource _end = new();

    private readonly byte[] _content;

    public FileServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _ = Serve();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/file";

    /// <summary>The first byte asked for by each request, in order.</summary>
    public ConcurrentQueue<long> Requests { get; } = new();

    /// <summary>Whether ranges are given.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>The status of every answer, if it is another than 200.</summary>
    public int? Status { get; init; }

    /// <summary>After how many bytes an answer is cut off, by the request's number from 0; null: not.</summary>
    public Func<int, int?> Cut { get; init; } = _ => null;

    /// <summary>After how many bytes an answer stands still.</summary>
    public int? Stall { get; init; }

    /// <summary>Whether answers tell their length.</summary>
    public bool TellsLength { get; init; } = true;

    /// <summary>A wait before each answer.</summary>
    public TimeSpan Delay { get; init; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Answer(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task Answer(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            var start = await Start(new StreamReader(stream, Encoding.ASCII));
            int number = Requests.Count;
            Requests.Enqueue(start);
            await Task.Delay(Delay, _end.Token);
            var from = Ranges ? (int)start : 0;
            var status = Status ?? (from > 0 ? 206 : 200);
            var head = $"HTTP/1.1 {status} Said\r\nConnection: close\r\n";
            if (TellsLength)
                head += $"Content-Length: {_content.Length - from}\r\n";
            if (status == 206)
                head += $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"), _end.Token);
            var count = Math.Min(Cut(number) ?? Stall ?? int.MaxValue, _content.Length - from);
            await stream.WriteAsync(_content.AsMemory(from, count), _end.Token);
            if (Stall is not null)
                await Task.Delay(Timeout.Infinite, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException) { }
    }

    private static async Task<long> Start(StreamReader reader)
    {
        long start = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                start = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
        return start;
    }
}
