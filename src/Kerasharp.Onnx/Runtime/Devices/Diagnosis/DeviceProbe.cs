using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Looks what there is on this machine of what a device needs. It takes a while, so that it is done only where something is missing.</summary>
internal static class DeviceProbe
{
    /// <summary>Gathers what matters for a device.</summary>
    public static DeviceFacts Gather(Device device)
    {
        var system = NativePlatform.Current.System;
        string folder = Path.GetDirectoryName(Path.GetFullPath(OrtApi.LibraryPath)) ?? ".";
        var facts = new DeviceFacts
        {
            System = system,
            SystemVersion = Environment.OSVersion.Version,
            Library = OrtApi.LibraryPath,
            LibraryVersion = OrtApi.VersionText,
            Providers = OrtEnvironment.Providers,
            MissingFiles =
            [
                .. DeviceDiagnosis.FilesBeside(device, system).Where(f => !File.Exists(Path.Combine(folder, f))),
            ],
        };
        if (device.Name == "cuda")
        {
            var needs = CudaNeeds.Read(
                Path.Combine(folder, DeviceDiagnosis.FilesBeside(device, system)[^1]),
                facts.LibraryVersion
            );
            facts = facts with { CudaNeeds = needs, Nvidia = NvidiaDriver.Read() };
        }
        return facts with
        {
            MissingLibraries = [.. DeviceDiagnosis.Libraries(device, facts).Where(l => !Loads(l, folder))],
            VulkanDrivers = device.Name == "webgpu" && system == NativeSystem.Linux ? [.. VulkanDrivers()] : [],
        };
    }

    private static bool Loads(string library, string folder)
    {
        bool loads =
            NativeLibrary.TryLoad(Path.Combine(folder, library), out nint handle)
            || NativeLibrary.TryLoad(library, out handle);
        if (loads)
            NativeLibrary.Free(handle);
        return loads;
    }

    /// <summary>The manifests that Vulkan's loader would find.</summary>
    private static IEnumerable<string> VulkanDrivers()
    {
        foreach (string variable in new[] { "VK_DRIVER_FILES", "VK_ICD_FILENAMES" })
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
                return given.Split(Path.PathSeparator).SelectMany(Manifests);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] roots =
        [
            Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"),
            "/etc/xdg",
            "/usr/local/etc",
            "/etc",
            Environment.GetEnvironmentVariable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"),
            .. (Environment.GetEnvironmentVariable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").Split(':'),
        ];
        return roots.SelectMany(r => Manifests(Path.Combine(r, "vulkan", "icd.d"))).Distinct();
    }

    private static IEnumerable<string> Manifests(string place) =>
        File.Exists(place) ? [place]
        : Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.json")
        : [];
}
