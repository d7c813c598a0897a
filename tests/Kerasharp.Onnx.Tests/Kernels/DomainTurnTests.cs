using System.Collections.Concurrent;
using System.Globalization;
using Kerasharp.Onnx.Kernels;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Kernels;

public sealed class DomainTurnTests
{
    [Fact]
    public void SessionsWithKernelsNewToTheProcessCanBeMadeAtOnce()
    {
        const int Threads = 4;
        byte[] model = Models.Add(2);
        var errors = new ConcurrentBag<Exception>();
        for (int round = 0; round < 40; round++)
        {
            // Many names, since the moment at which two sessions meet is short.
            var names = Enumerable
                .Range(round * 100, 100)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"kerasharp.tests.turn{i}"));
            var settings = new SessionSettings
            {
                ExtraKernels = [.. names.Select(name => new KernelDomain(name, new FailingKernel()))],
            };
            using var start = new Barrier(Threads);
            var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(Make)).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            void Make()
            {
                start.SignalAndWait();
                try
                {
                    new Session(model, settings).Dispose();
                }
                catch (Exception error)
                {
                    errors.Add(error);
                }
            }
        }
        Assert.Empty(errors);
    }
}
