namespace Kerasharp.Onnx.Runtime;

/// <summary>Counts the native objects that live now: what is made and never freed shows here.</summary>
internal static class NativeObjects
{
    private static long s_live;

    /// <summary>How many sessions, tensors, bindings and the like exist.</summary>
    public static long LiveCount => Interlocked.Read(ref s_live);

    /// <summary>One more.</summary>
    public static void Add() => Interlocked.Increment(ref s_live);

    /// <summary>One less.</summary>
    public static void Remove() => Interlocked.Decrement(ref s_live);
}
