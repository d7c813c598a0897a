using System.Diagnostics;
using System.Security.Cryptography;

namespace Kerasharp.Datasets.Tests;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Content = IdxBytes.Values(300_000, seed: 3);

    private readonly TemporaryFolder _cache = new();

    private readonly StringWriter _output = new();

    private string Folder => Path.Combine(_cache.Path, "datasets", "some");

    private string Target => Path.Combine(Folder, "some.bin");

    public void Dispose() => _cache.Dispose();

    private static RemoteSet Set(byte[] content, params string[] addresses) =>
        new(
            "Some",
            "some",
            new RemoteFile("some.bin", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), addresses)
        );

    private DatasetStore Store(Downloader? downloader = null, string? offline = null) =>
        new(
            TestData.Folders(cache: _cache.Path, offline: offline),
            downloader ?? new Downloader { Pause = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(20) }
        );

    private DatasetOptions Options => new() { Output = _output };

    private void AssertWhole()
    {
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([FolderLock.FileName, "some.bin"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    private void AssertNothing() =>
        Assert.Equal([FolderLock.FileName], Directory.GetFiles(Folder).Select(Path.GetFileName));

    private string Fails(params string[] addresses) =>
        Assert.Throws<DatasetDownloadException>(() => Store().Get(Set(Content, addresses), Options)).Message;

    [Fact]
    public void Downloads_once_and_tells_how_far_it_is()
    {
        using var server = new FileServer(Content);
        var told = new List<DownloadProgress>();
        var options = Options with { Progress = new Progress(told.Add) };
        Assert.Equal(Target, Store().GetFile(Set(Content, server.Address), options));
        AssertWhole();
        Assert.Equal(new DownloadProgress("some.bin", Content.Length, Content.Length), told[^1]);
        Assert.Equal("Downloading some.bin from 127.0.0.1 (0.3 MB)", _output.ToString().Trim());

        Store().Get(Set(Content, server.Address), options);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Goes_on_where_a_connection_was_cut()
    {
        using var server = new FileServer(Content) { Cut = number => number < 2 ? 70_000 : null };
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Equal([0, 70_000, 140_000], server.Requests);
    }

    [Fact]
    public void Goes_on_with_what_an_earlier_process_left()
    {
        _cache.Write("datasets/some/some.bin.part", Content.AsSpan(0, 123_456));
        using var server = new FileServer(Content);
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Equal([123_456], server.Requests);
    }

    [Fact]
    public void Takes_a_part_that_is_whole_already_without_asking()
    {
        _cache.Write("datasets/some/some.bin.part", Content);
        using var server = new FileServer(Content);
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Begins_anew_where_the_part_was_of_another_file()
    {
        _cache.Write("datasets/some/some.bin.part", new byte[1000]);
        using var server = new FileServer(Content);
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Equal([1000, 0], server.Requests);
    }

    [Fact]
    public void Begins_anew_where_the_part_is_too_long()
    {
        _cache.Write("datasets/some/some.bin.part", new byte[Content.Length + 1]);
        using var server = new FileServer(Content);
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Equal([0], server.Requests);
    }

    [Fact]
    public void A_server_without_ranges_gives_the_whole_again()
    {
        using var server = new FileServer(Content) { Ranges = false, Cut = number => number == 0 ? 100_000 : null };
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
        Assert.Equal([0, 100_000], server.Requests);
    }

    [Fact]
    public void A_server_that_tells_no_length_is_compared_with_what_is_known()
    {
        using var server = new FileServer(Content)
        {
            TellsLength = false,
            Cut = number => number == 0 ? 100_000 : null,
        };
        Store().Get(Set(Content, server.Address), Options);
        AssertWhole();
    }

    [Fact]
    public void A_wrong_checksum_leaves_nothing_and_says_both()
    {
        var other = Content.ToArray();
        other[7] ^= 1;
        using var server = new FileServer(other);
        var error = Fails(server.Address);
        Assert.Contains($"a file with the SHA256 {Convert.ToHexStringLower(SHA256.HashData(other))}", error);
        Assert.Contains(
            $"Expected 300000 bytes with the SHA256 {Convert.ToHexStringLower(SHA256.HashData(Content))}",
            error
        );
        AssertNothing();
        Assert.Single(server.Requests);
    }

    [Fact]
    public void An_md5_will_do_where_no_better_checksum_is_published()
    {
        using var server = new FileServer(Content);
        var set = new RemoteSet(
            "Some",
            "some",
            new RemoteFile("some.bin", null, Convert.ToHexStringLower(MD5.HashData(Content)), server.Address)
        );
        Store().Get(set, Options);
        AssertWhole();
    }

    [Fact]
    public void Asks_the_next_address_where_one_has_no_such_file()
    {
        using var without = new FileServer(Content) { Status = 404 };
        using var with = new FileServer(Content);
        Store().Get(Set(Content, without.Address, with.Address), Options);
        AssertWhole();
        Assert.Single(without.Requests);
    }

    [Fact]
    public void Names_every_address_that_failed()
    {
        using var missing = new FileServer(Content) { Status = 404 };
        using var broken = new FileServer(Content) { Status = 503 };
        using var longer = new FileServer([.. Content, 1]);
        using var endless = new FileServer([.. Content, 1]) { TellsLength = false };
        var error = Fails(missing.Address, broken.Address, longer.Address, endless.Address);
        Assert.Contains($"{missing.Address}: the status 404 (Said)", error);
        Assert.Contains($"{broken.Address}: the status 503", error);
        Assert.Contains($"{longer.Address}: a file of 300001 bytes", error);
        Assert.Contains($"{endless.Address}: more than 300000 bytes", error);
        Assert.Contains("Try again later", error);
        Assert.Equal(4, broken.Requests.Count);
        AssertNothing();
    }

    [Fact]
    public void A_server_that_stands_still_is_given_up_and_its_bytes_are_kept()
    {
        using var server = new FileServer(Content) { Stall = 50_000 };
        var store = Store(
            new Downloader { Pause = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromMilliseconds(300) }
        );
        var error = Assert.Throws<DatasetDownloadException>(() => store.Get(Set(Content, server.Address), Options));
        Assert.Contains("nothing for 0.3 seconds", error.Message);
        Assert.Equal([0, 50_000, 100_000, 150_000], server.Requests);
        Assert.False(File.Exists(Target));
        Assert.Equal(200_000, new FileInfo(Target + Downloader.PartExtension).Length);
    }

    [Fact]
    public async Task Cancelling_ends_a_slow_download_and_the_next_one_goes_on()
    {
        using var server = new FileServer(Content) { Stall = 50_000 };
        using var source = new CancellationTokenSource();
        var running = Task.Run(() =>
            Store().Get(Set(Content, server.Address), Options with { Cancellation = source.Token })
        );
        for (
            var wait = 0;
            wait < 200 && !(File.Exists(Target + ".part") && new FileInfo(Target + ".part").Length == 50_000);
            wait++
        )
            await Task.Delay(50);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(File.Exists(Target));

        using var quick = new FileServer(Content);
        Store().Get(Set(Content, quick.Address), Options);
        AssertWhole();
        Assert.Equal([50_000], quick.Requests);
    }

    [Fact]
    public void Many_threads_download_once()
    {
        using var server = new FileServer(Content) { Delay = TimeSpan.FromMilliseconds(300) };
        var set = Set(Content, server.Address);
        var quiet = new DatasetOptions { Output = TextWriter.Synchronized(_output) };
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => Store().Get(set, quiet)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        AssertWhole();
        Assert.Single(server.Requests);
        Assert.Contains("Waiting for another download", _output.ToString());
    }

    [Fact]
    public async Task Another_process_that_has_the_lock_is_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/flock"), "flock is not here");
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, FolderLock.FileName);
        using var process = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", [file, "-c", "echo held; read line"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        Assert.Equal("held", await process.StandardOutput.ReadLineAsync());
        using var server = new FileServer(Content);
        var running = Task.Run(() => Store().Get(Set(Content, server.Address), Options));
        await Task.Delay(500);
        Assert.False(running.IsCompleted);
        Assert.Empty(server.Requests);
        await process.StandardInput.WriteLineAsync();
        await running;
        AssertWhole();
    }

    [Fact]
    public void A_full_disk_ends_the_download_and_leaves_nothing()
    {
        using var server = new FileServer(Content);
        var store = Store(new Downloader { Open = (path, mode) => new FullDisk(path, mode, room: 100_000) });
        var error = Assert.Throws<DatasetDownloadException>(() => store.Get(Set(Content, server.Address), Options));
        Assert.Contains("cannot be written (No space left on device)", error.Message);
        Assert.Contains("Make room there", error.Message);
        AssertNothing();
        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_named()
    {
        _cache.Write("datasets", [1]);
        Assert.Contains("Set KERASHARP_CACHE to one", Fails("http://127.0.0.1:1/never"));
    }

    [Fact]
    public void Nothing_is_asked_for_where_downloads_are_forbidden()
    {
        using var server = new FileServer(Content);
        var set = Set(Content, server.Address);
        Assert.EndsWith(
            "Or unset KERASHARP_OFFLINE, which forbids downloads.",
            Assert.Throws<DatasetNotFoundException>(() => Store(offline: "1").Get(set, Options)).Message
        );
        Assert.EndsWith(
            "Or allow downloads: DatasetOptions.AllowDownload forbids them.",
            Assert
                .Throws<DatasetNotFoundException>(() => Store().Get(set, Options with { AllowDownload = false }))
                .Message
        );
        Assert.Empty(server.Requests);
        Store(offline: "false").Get(set, Options);
        AssertWhole();
    }

    [Fact]
    public void An_address_where_nobody_listens_is_named() =>
        Assert.Contains("http://127.0.0.1:1/never: ", Fails("http://127.0.0.1:1/never"));

    private sealed class Progress(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }

    private sealed class FullDisk(string path, FileMode mode, int room) : FileStream(path, mode, FileAccess.Write)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
