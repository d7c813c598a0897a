using System.Net;
using System.Net.Http.Headers;

namespace Kerasharp.Datasets;

/// <summary>One request for a file's missing bytes.</summary>
internal sealed class Transfer(HttpMessageInvoker http, TimeSpan patience, Func<string, FileMode, Stream> open)
{
    private const int BufferLength = 1 << 16;

    /// <summary>Appends what is missing to a part of the file, or writes it anew where the server cannot send the rest alone.</summary>
    /// <exception cref="TransferException">Less came than the file has, or something else; the part holds what came.</exception>
    /// <exception cref="DatasetDownloadException">The part cannot be written.</exception>
    public async Task Receive(
        RemoteFile file,
        string address,
        string part,
        ConsoleProgress progress,
        CancellationToken cancellation
    )
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have == file.Length)
            return;
        if (have > file.Limit)
            have = 0;
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (have > 0)
                request.Headers.Range = new RangeHeaderValue(have, null);
            using var response = await http.SendAsync(request, patient.Token).ConfigureAwait(false);
            var start = Start(response, have);
            var total = Total(file, response, start);
            await using var target = Open(part, start == 0 ? FileMode.Create : FileMode.Append);
            await using var source = await response.Content.ReadAsStreamAsync(patient.Token).ConfigureAwait(false);
            await Copy(source, target, patient).ConfigureAwait(false);

            async Task Copy(Stream from, Stream to, CancellationTokenSource timer)
            {
                var received = start;
                var buffer = new byte[BufferLength];
                while (await from.ReadAsync(buffer, timer.Token).ConfigureAwait(false) is > 0 and var read)
                {
                    timer.CancelAfter(patience);
                    received += read;
                    if (received > file.Limit)
                        throw new TransferException($"more than {file.Limit} bytes", repeat: false, keep: false);
                    Write(to, buffer.AsSpan(0, read), part);
                    progress.Report(new(file.Name, received, total), last: received == total);
                }
                if (received < total)
                    throw new TransferException($"an end after {received} of {total} bytes", repeat: true);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not DatasetDownloadException)
        {
            throw new TransferException(e.Message, repeat: true, inner: e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"nothing for {patience.TotalSeconds:0.#} seconds", repeat: true, inner: e);
        }

        Stream Open(string path, FileMode mode)
        {
            try
            {
                return open(path, mode);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CannotWrite(path, e);
            }
        }
    }

    // The place of the first byte that the server sends.
    private static long Start(HttpResponseMessage response, long have)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return 0;
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == have:
                return have;
            case HttpStatusCode.PartialContent:
                throw new TransferException("another range than was asked for", repeat: true, keep: false);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw new TransferException("a refusal to send the rest of the file", repeat: true, keep: false);
        }
        var status = (int)response.StatusCode;
        throw new TransferException(
            $"the status {status} ({response.ReasonPhrase})",
            repeat: status is 408 or 429 or >= 500
        );
    }

    private static long? Total(RemoteFile file, HttpResponseMessage response, long start)
    {
        var headers = response.Content.Headers;
        var announced = headers.ContentRange?.Length ?? start + headers.ContentLength;
        if (announced is { } length && (length > file.Limit || (file.Length ?? length) != length))
            throw new TransferException($"a file of {length} bytes", repeat: false, keep: false);
        return file.Length ?? announced;
    }

    private static void Write(Stream target, ReadOnlySpan<byte> bytes, string part)
    {
        try
        {
            target.Write(bytes);
        }
        catch (IOException e)
        {
            throw CannotWrite(part, e);
        }
    }

    private static DatasetDownloadException CannotWrite(string part, Exception e) =>
        new(
            $"{part} cannot be written ({e.Message.TrimEnd('.')}); a download needs a folder with room for it. "
                + $"Make room there, or set {DatasetFolders.CacheVariable} to another folder.",
            e
        );
}
