namespace WebService;

/// <summary>What a client sends: one image, row by row, each pixel 0 to 1.</summary>
public sealed record PredictRequest(float[]? Pixels);

/// <summary>What it gets.</summary>
public sealed record PredictResponse(int Digit, float[] Probabilities);

/// <summary>What it gets when the request cannot be served.</summary>
public sealed record ErrorResponse(string Error);
