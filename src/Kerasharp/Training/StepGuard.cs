using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Training;

/// <summary>
/// Turns what befalls a device while a step is made or run into exceptions that say so, and keeps what the step changes whole. A step that
/// writes over its states is guarded when it first runs, which is when memory gives out: its states are kept until it is done.
/// </summary>
internal sealed class StepGuard(Device device, StepSizes sizes)
{
    // A first step on the processor is not to take much more memory than the others; there memory seldom gives out with an error.
    private const long MostKeptOnCpu = 32L << 20;

    /// <summary>For tests: called before each run; what it throws is as if ONNX Runtime had thrown it.</summary>
    internal static AsyncLocal<Action<StepProgram>?> Fault { get; } = new();

    /// <summary>Does what makes a step or its memory.</summary>
    public T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (DeviceFaults.Of(error) is not DeviceFault.None and var fault)
        {
            throw Explained(fault, error, isWhole: true);
        }
    }

    /// <summary>Runs a step.</summary>
    /// <param name="program">The step.</param>
    /// <param name="run">What runs it.</param>
    /// <param name="isFirst">Whether it runs for the first time.</param>
    public void Run(StepProgram program, Action run, bool isFirst)
    {
        (State State, DeviceTensor Elements)[] kept = [];
        bool isWhole = false;
        try
        {
            if (isFirst)
                (kept, isWhole) = Keep(program);
            Fault.Value?.Invoke(program);
            run();
            if (device.Name == "webgpu")
                DeviceFaults.ThrowHeard();
        }
        catch (Exception error) when (DeviceFaults.Of(error) is not DeviceFault.None and var fault)
        {
            if (fault == DeviceFault.OutOfMemory)
                foreach (var (state, elements) in kept)
                    elements.CopyTo(state.Front);
            throw Explained(fault, error, isWhole || !program.States.Any(IsWrittenOver));
        }
        finally
        {
            foreach (var (_, elements) in kept)
                elements.Dispose();
        }
    }

    private static bool IsWrittenOver(StepProgram.StateLink link) => link.InPlace && link.Output is not null;

    private ((State State, DeviceTensor Elements)[] Kept, bool IsWhole) Keep(StepProgram program)
    {
        State[] states = [.. program.States.Where(IsWrittenOver).Select(s => s.State)];
        if (device.IsCpu && states.Sum(s => s.Front.ByteLength) > MostKeptOnCpu)
            return ([], false);
        return (Array.ConvertAll(states, s => (s, Copy(s.Front))), true);
    }

    private static DeviceTensor Copy(DeviceTensor tensor)
    {
        var copy = DeviceTensor.Allocate(tensor.ElementType, tensor.Dims);
        tensor.CopyTo(copy);
        return copy;
    }

    private Exception Explained(DeviceFault fault, Exception error, bool isWhole) =>
        fault == DeviceFault.OutOfMemory
            ? sizes.OutOfMemory(device, isWhole, error)
            : new DeviceLostException(
                $"The device {device} was lost. It was expected to answer. Go on with another device (model.MoveTo), or start the process again. The report: {error.Message.Trim()}",
                device,
                error
            );
}
