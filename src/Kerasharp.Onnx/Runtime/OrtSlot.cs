namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Places of functions in ONNX Runtime's table. The table only ever grows at its end, so a place never changes its meaning.
/// </summary>
internal static class OrtSlot
{
    // API version 1
    public const int CreateStatus = 0;
    public const int GetErrorCode = 1;
    public const int GetErrorMessage = 2;
    public const int CreateSessionFromArray = 8;
    public const int CreateSessionOptions = 10;
    public const int EnableProfiling = 14;
    public const int DisableMemPattern = 17;
    public const int SetSessionLogId = 20;
    public const int SetSessionLogSeverityLevel = 22;
    public const int SetSessionGraphOptimizationLevel = 23;
    public const int SetIntraOpNumThreads = 24;
    public const int CreateCustomOpDomain = 26;
    public const int CustomOpDomainAdd = 27;
    public const int AddCustomOpDomain = 28;
    public const int SessionGetInputCount = 30;
    public const int SessionGetOutputCount = 31;
    public const int SessionGetInputTypeInfo = 33;
    public const int SessionGetOutputTypeInfo = 34;
    public const int SessionGetInputName = 36;
    public const int SessionGetOutputName = 37;
    public const int CreateRunOptions = 39;
    public const int RunOptionsSetRunTag = 42;
    public const int RunOptionsSetTerminate = 46;
    public const int RunOptionsUnsetTerminate = 47;
    public const int CreateTensorAsOrtValue = 48;
    public const int CreateTensorWithDataAsOrtValue = 49;
    public const int GetTensorMutableData = 51;
    public const int CastTypeInfoToTensorInfo = 55;
    public const int GetTensorElementType = 60;
    public const int GetDimensionsCount = 61;
    public const int GetDimensions = 62;
    public const int GetSymbolicDimensions = 63;
    public const int GetTensorTypeAndShape = 65;
    public const int CreateMemoryInfo = 68;
    public const int CreateCpuMemoryInfo = 69;
    public const int AllocatorFree = 76;
    public const int GetAllocatorWithDefaultOptions = 78;
    public const int KernelInfoGetAttributeFloat = 85;
    public const int KernelInfoGetAttributeInt64 = 86;
    public const int KernelInfoGetAttributeString = 87;
    public const int KernelContextGetInputCount = 88;
    public const int KernelContextGetInput = 90;
    public const int KernelContextGetOutput = 91;
    public const int ReleaseStatus = 93;
    public const int ReleaseMemoryInfo = 94;
    public const int ReleaseSession = 95;
    public const int ReleaseValue = 96;
    public const int ReleaseRunOptions = 97;
    public const int ReleaseTypeInfo = 98;
    public const int ReleaseTensorTypeAndShapeInfo = 99;
    public const int ReleaseSessionOptions = 100;

    // API versions 2 to 7
    public const int SessionEndProfiling = 110;
    public const int DisablePerSessionThreads = 120;
    public const int CreateThreadingOptions = 121;
    public const int ReleaseThreadingOptions = 122;
    public const int AddFreeDimensionOverrideByName = 124;
    public const int GetAvailableProviders = 125;
    public const int ReleaseAvailableProviders = 126;
    public const int AddSessionConfigEntry = 130;
    public const int CreateAllocator = 131;
    public const int ReleaseAllocator = 132;
    public const int RunWithBinding = 133;
    public const int CreateIoBinding = 134;
    public const int ReleaseIoBinding = 135;
    public const int BindInput = 136;
    public const int BindOutput = 137;
    public const int BindOutputToDevice = 138;
    public const int GetBoundOutputNames = 139;
    public const int GetBoundOutputValues = 140;
    public const int CreateAndRegisterAllocator = 144;
    public const int SetGlobalIntraOpNumThreads = 147;
    public const int CreateEnvWithCustomLoggerAndGlobalThreadPools = 151;
    public const int KernelInfoGetAttributeArrayInt64 = 163;
    public const int AddRunConfigEntry = 165;

    // API versions 10 to 17
    public const int GetTensorMemoryInfo = 194;
    public const int SessionOptionsAppendCudaV2 = 204;
    public const int CreateCudaProviderOptions = 205;
    public const int UpdateCudaProviderOptions = 206;
    public const int ReleaseCudaProviderOptions = 208;
    public const int SessionOptionsAppendExecutionProvider = 216;
    public const int MemoryInfoGetDeviceType = 225;
    public const int UpdateEnvWithCustomLogLevel = 226;
    public const int GetBuildInfoString = 254;
    public const int KernelContextParallelFor = 274;

    // API version 24: used where the library has it
    public const int SessionGetEpGraphAssignmentInfo = 407;
    public const int EpAssignedSubgraphGetEpName = 408;
    public const int EpAssignedSubgraphGetNodes = 409;
    public const int EpAssignedNodeGetName = 410;
    public const int EpAssignedNodeGetDomain = 411;
    public const int EpAssignedNodeGetOperatorType = 412;
    public const int GetTensorElementTypeAndShapeDataReference = 414;
}
